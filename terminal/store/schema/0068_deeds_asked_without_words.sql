-- No words about anybody beside what the server was asked for; and in which life of this till it was asked.

ALTER TABLE deeds_asked ADD COLUMN life INTEGER NOT NULL DEFAULT 0;
DELETE FROM deeds_asked WHERE NOT json_valid(body);
UPDATE deeds_asked SET
    body = json_set(json_remove(body, '$.text'), '$.at', strftime('%Y-%m-%dT%H:%M:%fZ', 'now')),
    life = (SELECT incarnation FROM till_state);
