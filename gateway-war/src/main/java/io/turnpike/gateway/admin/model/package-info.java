/**
 * What is registered: owners, their services, paths and servers. Plain immutable data.
 *
 * <p>No JSON, no HTTP and no database here: others read these records in and write them out.
 */
@NullMarked
package io.turnpike.gateway.admin.model;

import org.jspecify.annotations.NullMarked;
