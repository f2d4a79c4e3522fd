include shared.thrift // expect 1:9 unexpected 'shared.thrift'
