-- The ten statements of each database that have been running longest, those of the pollers aside. Statements are shown with their literals,
-- cut to 120 characters: whoever may join the topic sees them.
select topic, pid, application, username, waits_for, running_s, statement
from (
    select datname::text as topic, pid,
           coalesce(nullif(application_name, ''), '(none)') as application,
           usename::text as username,
           wait_event_type as waits_for,
           greatest(0, round(extract(epoch from $2 - query_start), 1))::float8 as running_s,
           left(regexp_replace(left(query, 1000), '\s+', ' ', 'g'), 120) as statement,
           row_number() over (partition by datname order by query_start, pid) as place
    from pg_stat_activity
    where datname = any($1) and state = 'active' and backend_type = 'client backend'
      and application_name is distinct from current_setting('application_name')
) ranked
where place <= 10
