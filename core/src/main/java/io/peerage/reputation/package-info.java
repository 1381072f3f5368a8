/** what a peer did, what others say of it → [reputation] → what it is worth, what is to be done with it: decided here, done by the owner. */
@NullMarked
package io.peerage.reputation;

import org.jspecify.annotations.NullMarked;
