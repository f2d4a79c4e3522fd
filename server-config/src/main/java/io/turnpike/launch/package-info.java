/**
 * What {@code ./turnpike} puts beside Payara Micro, in a jar of its own on the JVM's class path, so that the console shows what
 * matters and a deployment that failed is made up for. Uses the JDK alone, and nothing of it is in the WAR.
 */
@NullMarked
package io.turnpike.launch;

import org.jspecify.annotations.NullMarked;
