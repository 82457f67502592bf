package dev.everline.notice.push;

import static dev.everline.storage.AccountCopy.text;

import dev.everline.kernel.MemberId;
import dev.everline.storage.AccountData;
import java.util.List;
import java.util.Map;

/** The browsers in which members are told. */
final class PushData implements AccountData {

  private final PushDevices devices;

  PushData(PushDevices devices) {
    this.devices = devices;
  }

  @Override
  public List<Table> tables() {
    return List.of(
        // Deleted with the session in which it was asked for.
        Table.exported("push_device", "members.json"),
        Table.kept("push_due", "ids and a time; it goes when it is due and its device is gone"));
  }

  @Override
  public Map<String, Object> exportOf(MemberId member) {
    return Map.of(
        "notices_on",
        devices.list(member).stream()
            .map(
                device ->
                    Map.of(
                        "id", device.id().toString(),
                        "device", device.device(),
                        "wants", device.wants().stream().map(Enum::name).toList(),
                        "since", text(device.since())))
            .toList());
  }
}
