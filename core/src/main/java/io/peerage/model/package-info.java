/** The shared words: result codes, counters and the closed enums that every room speaks. */
@NullMarked
package io.peerage.model;

import org.jspecify.annotations.NullMarked;
