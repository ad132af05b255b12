package dev.rollcall.pages.account;

import java.net.URI;

import dev.rollcall.pages.api.Answer;
import dev.rollcall.pages.api.Api;
import reactor.core.publisher.Mono;

import org.springframework.http.ContentDisposition;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.server.ResponseStatusException;
import org.springframework.web.server.ServerWebExchange;

/** Downloads all that is held about a user. */
@Controller
class ExportController {

	private static final ContentDisposition FILE = ContentDisposition.attachment().filename("account.json").build();

	private final Api api;

	ExportController(Api api) {
		this.api = api;
	}

	@GetMapping("/account/export")
	Mono<ResponseEntity<String>> export(ServerWebExchange exchange) {
		return this.api.get(exchange, "/api/v1/users/me/export").map(ExportController::file);
	}

	private static ResponseEntity<String> file(Answer answer) {
		if (answer.isSignedOut()) {
			return ResponseEntity.status(HttpStatus.SEE_OTHER).location(URI.create("/sign-in")).build();
		}
		if (!answer.isSuccess()) {
			throw new ResponseStatusException(HttpStatus.SERVICE_UNAVAILABLE);
		}
		return ResponseEntity.ok()
			.contentType(MediaType.APPLICATION_JSON)
			.header(HttpHeaders.CONTENT_DISPOSITION, FILE.toString())
			.body(answer.body().toPrettyString());
	}

}
