-- The licence answer. The same SQL for H2 and PostgreSQL. docs/licences.md explains the views, column by column.
-- Months are numbers here, year * 12 + month - 1, so that the calendar is counted and a missing month is a gap.

-- One row: what belongs to the whole database.
create table answer (
    one smallint primary key check (one = 1),
    idle_months integer not null,             -- licences.months
    stale boolean not null,                   -- a window was stored or a run announced after the last answer
    change_no bigint not null,                -- counts what pages show: answers, and exclusions
    last_run_no integer not null,
    last_answer_no integer not null
);
insert into answer values (1, 3, true, 0, 0, 0);

-- How far each partition has been read. Changes in the transaction that stores what was read.
create table positions (
    topic varchar(300) not null,
    partition_no integer not null,
    topic_id varchar(100) not null,           -- a topic that is deleted and made anew has another id
    next_offset bigint not null,
    primary key (topic, partition_no)
);

-- The runs of windows: announced, or known from their rows only (status is null).
create table runs (
    run_no integer primary key,
    run_id varchar(2000) not null unique,
    account_id varchar(300) not null,
    type varchar(100) not null,               -- the list: active or inactive
    from_date date not null,
    to_date date not null,
    month_no integer,                         -- null if the window is not exactly a calendar month
    status varchar(20),
    announced_rows bigint,
    stored_rows bigint not null,
    filtered bigint,
    rejected bigint,
    mismatch boolean,
    settled boolean,
    failure varchar(100),
    finished_at timestamp with time zone,
    whole boolean not null,                   -- complete, and all rows are stored
    in_answer boolean not null                -- the answer is based on it
);

-- The rows of runs. row_no is (run_no * 16 + part) * 2^32 + the row's number. part depends on the host's id: a part of all runs
-- of an account fits into memory. Rows are stored in this order, so a window is stored and read in one sweep.
create table run_rows (
    row_no bigint primary key,
    id varchar(300) not null,
    licence_type integer,
    meetings bigint,
    participants bigint,
    meeting_minutes bigint,
    created_no integer,                       -- the month of create_time; null if there is none or it is no date
    email varchar,
    user_name varchar,
    dept varchar,
    last_login_time varchar,
    create_time varchar,
    custom_attributes varchar                 -- JSON, as Zoom sent it
);

-- The accounts, each with its row of settled months and the rows in licences that are its answer.
create table accounts (
    account_id varchar(300) primary key,
    newest_no integer not null,               -- the newest settled month
    months integer not null,                  -- settled months without a gap, back from the newest
    missing_no integer,                       -- a newer month of which the list of hosts who hosted is missing; mostly null
    first_row bigint not null,
    last_row bigint not null,
    basis varchar not null,                   -- the numbers of the runs that the answer is based on
    answered_at timestamp with time zone not null
);

-- One row per host that holds a licence in the newest settled month. history has a letter for each settled month, newest first:
-- h hosted, s hosted, but by the averages no more than 40 minutes and two people, g hosted without a licence, i idle with a
-- licence, b idle without one, ? in neither list. verdicts has a letter for each number of months that can be asked for, from 1:
-- the table letters has the words. The last one counts for all further months.
create table licences (
    row_no bigint primary key,
    id varchar(300) not null,
    email varchar,
    user_name varchar,
    dept varchar,
    licence_type integer not null,
    history varchar(60) not null,
    verdicts varchar(36) not null,
    months_idle integer not null,             -- letters i and b at the beginning of history
    last_hosted_month varchar(7),
    known_since varchar(7) not null,
    hosted_since_no integer,                  -- hosted after the newest settled month, in this month
    last_login_time varchar,
    create_time varchar,
    custom_attributes varchar
);

-- How many hosts of an account have the same department and verdicts.
create table seat_counts (
    account_id varchar(300) not null,
    dept varchar,
    verdicts varchar(36) not null,
    hosts bigint not null
);

-- The hosts that the file of exclusions names, with their columns of licences.
create table excluded_hosts (
    account_id varchar(300) not null,
    id varchar(300) not null,
    until_date date not null,
    because varchar not null,
    dept varchar,
    verdicts varchar(36) not null,
    primary key (account_id, id)
);

-- The letters of licences.verdicts: the verdict, and its reasons. little_used: hosted, but by the averages without need of a licence.
create table letters (letter varchar(1) primary key, verdict varchar(10) not null, reasons varchar(60), little_used boolean not null);
insert into letters values
    ('h', 'active', 'hosted', false),
    ('e', 'active', 'hosted', true),
    ('s', 'active', 'hosted-since', false),
    ('b', 'active', 'hosted hosted-since', false),
    ('f', 'active', 'hosted hosted-since', true),
    ('n', 'too-new', 'too-new', false),
    ('l', 'too-new', 'licensed-lately', false),
    ('m', 'too-new', 'too-new licensed-lately', false),
    ('i', 'idle', 'add-ons-not-checked may-host-for-others', false),
    ('x', 'unknown', 'months-missing', false),
    ('y', 'unknown', 'host-missing', false),
    ('z', 'unknown', 'months-missing host-missing', false),
    ('u', 'unknown', null, false);

-- The numbers of months that can be asked for.
create table choices (idle_months integer primary key);
insert into choices values (1), (2), (3), (4), (5), (6), (7), (8), (9), (10), (11), (12), (13), (14), (15), (16), (17), (18),
    (19), (20), (21), (22), (23), (24), (25), (26), (27), (28), (29), (30), (31), (32), (33), (34), (35), (36);

-- The runs. lists_all: the rows are all that Zoom has, unfiltered and equal to Zoom's total. usable: a month can be known from them,
-- because they also are those of a whole month, and settled.
create view checked_runs as
select r.*, lists_all and month_no is not null and settled as usable,
       cast(month_no / 12 as varchar(4)) || '-' || lpad(cast(mod(month_no, 12) + 1 as varchar(2)), 2, '0') as report_month
from (select runs.*, coalesce(filtered = 0 and not mismatch, false) as lists_all from runs) r;

-- The windows that the answer is based on: complete, settled, unfiltered, checked, and stored to the last row.
create view windows as
select account_id, type, from_date, to_date, report_month, run_id, announced_rows as hosts, finished_at
from checked_runs
where in_answer and usable;

-- Their hosts: one row per host, month and list.
create view hosts as
select r.account_id, h.id, r.report_month, r.type, h.licence_type, h.meetings, h.participants, h.meeting_minutes, h.email,
       h.user_name, h.dept, h.last_login_time, h.create_time, h.custom_attributes, r.run_id
from checked_runs r
join run_rows h on h.row_no >= r.run_no * 68719476736 and h.row_no < (r.run_no + 1) * 68719476736
where r.in_answer and r.usable;

-- Each host that holds a licence, with its verdict for each number of months that can be asked for. A join with the table letters
-- would be shorter, but takes a third more time.
create view verdicts as
select a.account_id, l.id, l.email, l.user_name, l.dept, l.licence_type, l.months_idle, l.last_hosted_month, l.last_login_time,
       l.create_time, l.known_since, case substring(l.verdicts from least(n.idle_months, char_length(l.verdicts)) for 1)
           when 'i' then 'idle'
           when 'h' then 'active' when 'e' then 'active' when 's' then 'active' when 'b' then 'active' when 'f' then 'active'
           when 'n' then 'too-new' when 'l' then 'too-new' when 'm' then 'too-new'
           else 'unknown' end as verdict,
       concat_ws(' ',
           (select v.reasons from letters v
            where v.letter = substring(l.verdicts from least(n.idle_months, char_length(l.verdicts)) for 1)),
           case when x.id is not null then 'excluded' end) as reasons,
       n.idle_months,
       substring(l.verdicts from least(n.idle_months, char_length(l.verdicts)) for 1) in ('e', 'f') as little_used,
       x.until_date as excluded_until, x.because as excluded_because, l.history, a.newest_no,
       a.months as settled_months, l.hosted_since_no, l.custom_attributes, l.row_no
from choices n
cross join accounts a
join licences l on l.row_no between a.first_row and a.last_row
left join excluded_hosts x on x.account_id = a.account_id and x.id = l.id and x.until_date >= current_date;

-- The answer: one row per host that holds a licence, for licences.months. Not made from the view verdicts: H2 would copy a million
-- rows from one view to the other.
create view idle_licences as
select a.account_id, l.id, l.email, l.user_name, l.dept, l.licence_type, l.months_idle, l.last_hosted_month, l.last_login_time,
       l.create_time, l.known_since, case substring(l.verdicts from least(n.idle_months, char_length(l.verdicts)) for 1)
           when 'i' then 'idle'
           when 'h' then 'active' when 'e' then 'active' when 's' then 'active' when 'b' then 'active' when 'f' then 'active'
           when 'n' then 'too-new' when 'l' then 'too-new' when 'm' then 'too-new'
           else 'unknown' end as verdict,
       concat_ws(' ',
           (select v.reasons from letters v
            where v.letter = substring(l.verdicts from least(n.idle_months, char_length(l.verdicts)) for 1)),
           case when x.id is not null then 'excluded' end) as reasons
from answer n
cross join accounts a
join licences l on l.row_no between a.first_row and a.last_row
left join excluded_hosts x on x.account_id = a.account_id and x.id = l.id and x.until_date >= current_date;

-- The verdicts in numbers, by account and department: excluded hosts are among hosts too.
create view seats as
select s.account_id, s.dept, n.idle_months, v.verdict, v.little_used, sum(s.hosts) as hosts, sum(s.excluded) as excluded
from choices n
cross join (
    select account_id, dept, verdicts, hosts, 0 as excluded from seat_counts
    union all
    select account_id, dept, verdicts, 0 as hosts, 1 as excluded from excluded_hosts where until_date >= current_date) s
join letters v on v.letter = substring(s.verdicts from least(n.idle_months, char_length(s.verdicts)) for 1)
group by s.account_id, s.dept, n.idle_months, v.verdict, v.little_used;
