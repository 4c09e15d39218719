/**
 * A small HTTP server for pages that are made when asked for; {@link org.jbgp.daemon.http.HttpListener} is the way in.
 * It knows connections, turns and bounds, and nothing of what the pages say: {@code metrics} and {@code glass} do.
 */
package org.jbgp.daemon.http;
