-- Sessions of each database by state and application, those of the pollers aside. Without pg_monitor the state of others is unknown.
-- waiting_for_lock: sessions that wait for a lock; longest_s: how long the one that is longest in this state has been in it, in seconds.
select datname::text as topic,
       coalesce(state, 'unknown') as state,
       coalesce(nullif(application_name, ''), '(none)') as application,
       count(*)::int as sessions,
       (count(*) filter (where wait_event_type = 'Lock'))::int as waiting_for_lock,
       greatest(0, round(extract(epoch from $2 - min(state_change)), 1))::float8 as longest_s
from pg_stat_activity
where datname = any($1) and backend_type = 'client backend'
  and application_name is distinct from current_setting('application_name')
group by 1, 2, 3
