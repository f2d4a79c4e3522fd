struct A { 1 i32 a } // expect 1:14 unexpected 'i32'
