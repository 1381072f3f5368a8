/** Lock-free building blocks without domain logic; the only room that declares a VarHandle. */
@NullMarked
package io.peerage.concurrent;

import org.jspecify.annotations.NullMarked;
