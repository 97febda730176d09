-- The processes that keep caches over this database: one row each, renewed while it lives.
-- Source: dev.berth.platform.database.ChangeFeed.
create table process (
    id      ${text} primary key,
    seen_at timestamptz not null
);
