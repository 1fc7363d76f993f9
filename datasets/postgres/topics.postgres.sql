-- Databases one can connect to, the busiest first.
select d.datname::text as topic
from pg_database d
left join pg_stat_database s on s.datid = d.oid
where d.datallowconn and not d.datistemplate
order by s.xact_commit desc nulls last, d.datname
limit 1000
