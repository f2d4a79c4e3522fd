/** Starts and stops the RegistryProxy in a container: CDI, settings, health. What it does is in the package above. */
@NullMarked
package io.turnpike.registryproxy.bootstrap;

import org.jspecify.annotations.NullMarked;
