-- How long the statements that run now have been running, those of the pollers aside: at most up_to_ms and more than the bucket before; null = no bound.
with running as materialized (
    select datid, greatest(0, extract(epoch from $2 - query_start) * 1000) as age_ms
    from pg_stat_activity
    where datname = any($1) and state = 'active' and backend_type = 'client backend'
      and application_name is distinct from current_setting('application_name')
)
select d.datname::text as topic, b.bucket, b.up_to_ms, count(r.datid)::int as statements
from pg_database d
cross join (values
    (1, -1, 100), (2, 100, 500), (3, 500, 1000), (4, 1000, 5000), (5, 5000, 30000), (6, 30000, 60000), (7, 60000, 300000), (8, 300000, null)
) b (bucket, over_ms, up_to_ms)
left join running r on r.datid = d.oid and r.age_ms > b.over_ms and (b.up_to_ms is null or r.age_ms <= b.up_to_ms)
where d.datname = any($1)
group by d.datname, b.bucket, b.up_to_ms
order by d.datname, b.bucket
