-- A policy that loosens what is in force takes two people: one proposes it, another confirms it.

ALTER TABLE policy ADD COLUMN confirmed_by TEXT; -- who confirmed it; nothing where nothing was loosened

CREATE TABLE policy_proposal (
    number   INTEGER PRIMARY KEY,                       -- order of the proposals
    id       TEXT NOT NULL UNIQUE,                      -- random id
    toml     TEXT NOT NULL,                             -- the policy file
    at       TEXT NOT NULL,                             -- when
    by_staff TEXT NOT NULL                              -- who proposes it
) STRICT;

CREATE TRIGGER policy_proposal_stays BEFORE UPDATE ON policy_proposal BEGIN SELECT RAISE(ABORT, 'proposals are only added'); END;
CREATE TRIGGER policy_proposal_kept BEFORE DELETE ON policy_proposal BEGIN SELECT RAISE(ABORT, 'proposals are only added'); END;
