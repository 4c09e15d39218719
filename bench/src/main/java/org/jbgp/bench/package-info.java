/**
 * Measurements: JMH benchmarks of single rooms, and what they are fed with ({@link org.jbgp.bench.MrtFile}).
 *
 * <p>Nothing here is part of the product. Figures and how they were taken are in {@code docs/performance.md}.
 */
package org.jbgp.bench;
