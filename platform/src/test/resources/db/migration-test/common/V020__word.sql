create table word (
    name ${text} primary key references letter (name)
);
