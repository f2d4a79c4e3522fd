/** Whether configurations of plugins are what the plugins take: by their JSON Schemas, and by trying them. Plugins and requests are elsewhere. */
@NullMarked
package io.turnpike.gateway.schema;

import org.jspecify.annotations.NullMarked;
