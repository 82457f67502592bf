/** Renewing: quotes, orders, receipts and the wallet. */
@NullMarked
package dev.everline.channel.web.order;

import org.jspecify.annotations.NullMarked;
