-- The designations topic held each line's end instead of the state of today, and what a broker's outage had parked. All of it
-- is sent once more.
set local role demarche_owner;
update subscriptions.checkpoint set position = 0, cursor = null where subscription = 'designations-topic';
delete from subscriptions.parked where subscription = 'designations-topic';
reset role;
