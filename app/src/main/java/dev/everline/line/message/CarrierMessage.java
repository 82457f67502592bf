package dev.everline.line.message;

import dev.everline.catalog.link.LinkJudgement;
import dev.everline.kernel.Money;
import java.time.LocalDate;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What a carrier's message says, as far as it can be read for certain; none of it is trusted before
 * its owner has confirmed it.
 *
 * @param validUntil the last day that is paid, or null
 * @param balance in US dollars, or null
 * @param balanceExpiresOn the last day of the balance, or null
 * @param unsure whether there is a date or an amount that could be read in two ways, and so was
 *     left out
 * @param numbers telephone numbers in it, in E.164 digits
 * @param endings the last four digits of a number, where it gives only those
 * @param iccids numbers of SIMs in it
 * @param carriers those named in it, by their ids in the catalog
 */
public record CarrierMessage(
    @Nullable LocalDate validUntil,
    @Nullable Money balance,
    @Nullable LocalDate balanceExpiresOn,
    boolean unsure,
    Set<String> numbers,
    Set<String> endings,
    Set<String> iccids,
    Set<String> carriers,
    List<LinkJudgement> links) {

  public CarrierMessage {
    numbers = Set.copyOf(numbers);
    endings = Set.copyOf(endings);
    iccids = Set.copyOf(iccids);
    carriers = Set.copyOf(carriers);
    links = List.copyOf(links);
  }

  /** Whether there is something that could be noted for a line. */
  public boolean saysSomething() {
    return validUntil != null || balance != null || balanceExpiresOn != null;
  }

  /** Without numbers, so that it may be logged. */
  @Override
  public String toString() {
    return "CarrierMessage[" + carriers + ", " + links.size() + " links]";
  }
}
