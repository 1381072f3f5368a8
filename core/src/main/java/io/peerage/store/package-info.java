/** What is known of where peers are: the address book. Changed by the owner, read by any thread. */
@NullMarked
package io.peerage.store;

import org.jspecify.annotations.NullMarked;
