"""The comparison of whole gateways that benchmarks/run makes. Python 3.9 or later, standard library only.

work       what is called: requests, expected answers, the IDL and the backends' topology
processes  starting, waiting for, measuring and ending what is started here
peer       what all gateways have in common
turnpike   Turnpike, and what is registered with it
peers      the other gateways: how each is started, and when it is left out
servers    the Java servers that Turnpike and the peers in a WAR run on: Payara Micro and WildFly
generators wrk and the generators of ours
measure    the rounds
allocation what a JVM allocates
starts     how long a start takes
memory     a thousand services in little memory
services   many services at one gateway
targets    the targets of the project, checked
machine    what it was measured on
tools      what is built first
plots      SVG
report     tables and plots
"""
