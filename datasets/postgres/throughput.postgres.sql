-- One point per poll. Columns that end in _total only grow (until statistics are reset): their rate is the difference of two points.
select datname::text as topic,
       $2 as time,
       numbackends as sessions,
       xact_commit as commits_total,
       xact_rollback as rollbacks_total,
       tup_returned as rows_scanned_total,
       tup_fetched as rows_fetched_total,
       tup_inserted + tup_updated + tup_deleted as rows_written_total,
       blks_hit as blocks_cached_total,
       blks_read as blocks_read_total,
       deadlocks as deadlocks_total
from pg_stat_database
where datname = any($1)
