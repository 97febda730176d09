create table letter (
    name  ${text} primary key,
    bytes ${bytes}
);
