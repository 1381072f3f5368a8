/** event in → admission → [counters: per connection] → dirty mark → tick → commands out; knows no limits. */
@NullMarked
package io.peerage.connection;

import org.jspecify.annotations.NullMarked;
