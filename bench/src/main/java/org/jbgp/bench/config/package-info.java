/** How long reading, checking and compiling a large configuration takes; {@code bench/configuration-load} runs it. */
package org.jbgp.bench.config;
