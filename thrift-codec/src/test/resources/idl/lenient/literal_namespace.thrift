// Newer compilers and other tools write namespaces in quotes.
namespace xsd "http://example.com/x"
service S {}
