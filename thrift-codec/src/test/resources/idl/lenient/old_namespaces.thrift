# one statement per language, in the language until Thrift 0.10
cpp_namespace a.b
php_namespace a
py_module a.b
perl_package a
ruby_namespace a
smalltalk_category a
smalltalk_prefix a
java_package a.b.c
csharp_namespace a
xsd_namespace "http://example.org/"
struct S {}
