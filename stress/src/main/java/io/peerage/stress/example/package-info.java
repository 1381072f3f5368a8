/** Two small programs around a manager, to be read: a crawler, and a server on plain Netty. */
@NullMarked
package io.peerage.stress.example;

import org.jspecify.annotations.NullMarked;
