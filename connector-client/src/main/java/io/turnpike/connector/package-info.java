/** What a Java Thrift server embeds to connect itself to the gateway. Needs nothing but the JDK; knows no Thrift. */
@NullMarked
package io.turnpike.connector;

import org.jspecify.annotations.NullMarked;
