/**
 * A BGP load generator and sink: plays any number of senders and receivers towards one router and measures when every
 * receiver holds what it must hold. It uses nothing of the router it measures. {@code bench/run} drives it; {@link
 * org.jbgp.bench.load.LoadGenerator} is where to start.
 */
package org.jbgp.bench.load;
