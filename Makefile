# The two commands: `make run` and `make test`. Both install what is missing, saying which and why.

SHELL := /bin/bash
.SHELLFLAGS := -euo pipefail -c

# Cargo is also found where its installer puts it, under sudo in the calling user's home.
CALLER := $(shell test -n "$${SUDO_USER:-}" && getent passwd "$$SUDO_USER" | cut -d: -f6)
export PATH := $(PATH):$(HOME)/.cargo/bin$(if $(CALLER),:$(CALLER)/.cargo/bin)
ifneq ($(CALLER),)
ifeq ($(wildcard $(HOME)/.rustup),)
export RUSTUP_HOME ?= $(CALLER)/.rustup
endif
endif

.PHONY: run test check screens golden torture figures fuzz licences deb

# Builds, and opens the sample school: in a window where there is a display, else in this terminal.
run:
	@tools/packages.sh run
	cargo build --locked
	@if [ -z "$${DISPLAY:-}$${WAYLAND_DISPLAY:-}" ]; then \
		echo "No display: the same job runs in this terminal."; \
		tools/journey.sh; \
	else \
		tools/window.sh; \
	fi

# Format, lints, documentation, licences and every test.
test:
	@tools/packages.sh test
	cargo fmt --check
	cargo clippy --locked --all-targets -- -D warnings
	RUSTDOCFLAGS="-D warnings" cargo doc --locked --no-deps --lib
	@tools/licences.sh
	cargo test --locked

# What a change is held to while it is made: format, the house rules, the decision.
check:
	cargo fmt --check
	cargo test --locked --test house_rules --test decision

# Every page in every state that matters, as PNG under target/screens. ONLY=tag,lock draws those alone.
screens:
	@tools/packages.sh test
	SCREENS=$(CURDIR)/target/screens ONLY=$(ONLY) cargo test --locked --test kiosk draw_every_screen -- --ignored
	@echo "The screens are in target/screens."

# How the main pages are to look from now on: run it when they changed on purpose, look at what git
# shows as changed under tests/kiosk/golden, and commit that.
golden:
	@tools/packages.sh test
	GOLDEN=renew cargo test --locked --test kiosk golden

# The long form of what `make test` does for two minutes: 1,000 kills, full and failing disks, power
# cuts. Takes half an hour. Power cuts and disks that fail want root. One that was stopped goes on
# with `make torture SEED=… ONLY=kills FROM=450`.
SEED ?= $(shell date +%s)
torture:
	@tools/packages.sh test
	cargo test --locked --test torture -- --long --seed $(SEED) $(if $(ONLY),--only $(ONLY)) $(if $(FROM),--from $(FROM))

# The tables of docs/figures.md, measured anew beside their peers: about a quarter of an hour on a machine that does
# nothing else.
figures:
	@tools/packages.sh figures
	@tools/figures.sh

# What every dependency is licensed under and where it comes from, against deny.toml.
licences:
	@tools/licences.sh

# The Debian package for tablets, into target/debian: docs/kiosk.md. PROFILE=dev packs what `make run`
# builds, which is quick to make and slow to run.
deb:
	@tools/packages.sh deb
	@PROFILE=$(or $(PROFILE),release) tools/deb.sh

# Each fuzz target for FUZZ_SECONDS (600); needs a nightly toolchain and cargo-fuzz: fuzz/README.md.
fuzz:
	@tools/packages.sh run
	@fuzz/run.sh $(TARGETS)
