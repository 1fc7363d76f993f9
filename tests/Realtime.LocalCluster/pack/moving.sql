-- Differs at every poll: each of its frames is a snapshot.
select topic, 1 as id, (extract(epoch from clock_timestamp()) * 1000)::int8 as polled_at from unnest($1) as asked (topic)
