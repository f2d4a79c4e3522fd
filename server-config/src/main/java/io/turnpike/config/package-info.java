/** {@code serverconfig.json} as MicroProfile Config: finding, reading and checking the file. Knows keys and types, not what they do. */
@NullMarked
package io.turnpike.config;

import org.jspecify.annotations.NullMarked;
