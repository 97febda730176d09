create table syllable (
    name ${text} primary key
);
