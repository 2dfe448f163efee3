#!/usr/bin/env bash
# Turns what a terminal shows (standard input, with bold and faint text) into an SVG on standard
# output: README's picture of the journey. Needs awk.
set -euo pipefail
awk '
function cell(text) { gsub(/&/, "\\&amp;", text); gsub(/</, "\\&lt;", text); gsub(/>/, "\\&gt;", text); return text }
function width(text) { gsub(/[\x80-\xBF]/, "", text); return length(text) }
{
    weight = "normal"; fill = "#1C2430"
    if (index($0, "\033[1m")) weight = "bold"
    if (index($0, "\033[2m")) fill = "#5B6472"
    gsub(/\033\[[0-9;]*m/, "")
    if ($0 ~ /^[ ]*✕/) fill = "#B3261E"
    if ($0 ~ /^[ ]*✓/) fill = "#1E7A46"
    if ($0 ~ /^[ ]*!/) fill = "#8A5200"
    count++; line[count] = cell($0); of_weight[count] = weight; of_fill[count] = fill
    if (width($0) > widest) widest = width($0)
}
END {
    w = int(widest * 7.83 + 48); h = count * 18 + 48
    printf "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 %d %d\" width=\"%d\" height=\"%d\">\n", w, h, w, h
    printf "<rect width=\"%d\" height=\"%d\" rx=\"16\" fill=\"#FAF8F4\"/>\n", w, h
    print "<g font-family=\"ui-monospace, DejaVu Sans Mono, Menlo, Consolas, monospace\" font-size=\"13\">"
    for (i = 1; i <= count; i++)
        if (line[i] != "")
            printf "<text x=\"24\" y=\"%d\" fill=\"%s\" font-weight=\"%s\" xml:space=\"preserve\">%s</text>\n", i * 18 + 18, of_fill[i], of_weight[i], line[i]
    print "</g>\n</svg>"
}'
