/**
 * Options of the router as a whole: log, time formats, HTTP. Values only.
 *
 * <p>Not here: protocols ({@code model}).
 */
package org.jbgp.config.model.router;
