/**
 * What all resources of the API share: who calls, bodies, pages, amounts, and problems as RFC 9457
 * has them.
 */
@NullMarked
package dev.everline.channel.api.http;

import org.jspecify.annotations.NullMarked;
