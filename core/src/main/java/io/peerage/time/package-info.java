/** The only place that compares times. */
@NullMarked
package io.peerage.time;

import org.jspecify.annotations.NullMarked;
