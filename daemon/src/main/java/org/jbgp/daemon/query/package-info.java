/**
 * Questions about the tables: {@code show route}, {@code explain route}. Start with {@link
 * org.jbgp.daemon.query.TableReader}.
 *
 * <p>Not here: commands and how answers look ({@code control}).
 */
package org.jbgp.daemon.query;
