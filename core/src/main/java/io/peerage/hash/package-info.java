/** The only place that mixes bits: keyed hashing and network prefixes. */
@NullMarked
package io.peerage.hash;

import org.jspecify.annotations.NullMarked;
