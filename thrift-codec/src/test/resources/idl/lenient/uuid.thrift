# uuid is in the language since Thrift 0.18
struct S { 1: uuid id = "00112233-4455-6677-8899-aabbccddeeff", 2: list<uuid> ids }
const uuid BRACED = "{00112233-4455-6677-8899-AABBCCDDEEFF}"
service T { uuid f(1: S s) }
