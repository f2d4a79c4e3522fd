/**
 * Plugins: what a third party implements, and what it is given. The phases, priorities and schemas are those of the gateways that {@code
 * docs/plugins.md} names.
 */
@NullMarked
package io.turnpike.gateway.plugin;

import org.jspecify.annotations.NullMarked;
