package dev.everline.channel.web.line;

import dev.everline.catalog.identify.Identifier;
import dev.everline.channel.web.door.ArrivingBody;
import dev.everline.channel.web.door.UploadDoor;
import dev.everline.channel.web.frame.BrokenOff;
import dev.everline.channel.web.frame.ProblemPage;
import dev.everline.channel.web.frame.ServesPages;
import dev.everline.channel.web.frame.Visit;
import dev.everline.fleet.UploadFolder;
import dev.everline.fleet.UploadRefused;
import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.PostMapping;

/** Reads a SIM's number in a picture, for the script that shows it. */
@ServesPages
final class SimPicturePages {

  private final SimPhoto photos;
  private final UploadFolder folder;

  SimPicturePages(Identifier identifier, UploadFolder folder) {
    this.photos = new SimPhoto(identifier, System::nanoTime);
    this.folder = folder;
  }

  /** What a camera or a photo shows; empty where it shows no SIM's number. */
  @PostMapping(UploadDoor.PICTURES)
  ResponseEntity<String> scan(Visit visit, HttpServletRequest request) throws IOException {
    try (UploadFolder.Passing picture =
        folder.pass(ArrivingBody.of(request), UploadDoor.LARGEST_PICTURE)) {
      return switch (photos.look(visit.accountId(), picture::open)) {
        case SimPhoto.Iccid found -> plain(200, found.digits());
        case SimPhoto.Nothing none -> ResponseEntity.noContent().build();
        case SimPhoto.NoPicture other -> refused(visit, ProblemPage.noPicture());
        case SimPhoto.TooManyPixels huge ->
            refused(visit, ProblemPage.tooManyPixels(SimPhoto.MOST_MEGAPIXELS));
      };
    } catch (UploadRefused refused) {
      return refused(
          visit,
          refused.why() == UploadRefused.Why.TOO_LARGE
              ? ProblemPage.pictureTooLarge(UploadDoor.LARGEST_PICTURE >> 20)
              : ProblemPage.of(refused.why()));
    } catch (BrokenOff broken) {
      return refused(visit, broken.problem());
    }
  }

  private static ResponseEntity<String> refused(Visit visit, ProblemPage problem) {
    return plain(problem.status(), problem.said(visit));
  }

  /** For the script that shows it. */
  private static ResponseEntity<String> plain(int status, String text) {
    return ResponseEntity.status(status)
        .contentType(new MediaType(MediaType.TEXT_PLAIN, StandardCharsets.UTF_8))
        .body(text);
  }
}
