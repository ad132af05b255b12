package dev.rollcall.registration.breach;

import java.net.URI;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import reactor.core.publisher.Mono;
import reactor.netty.http.client.HttpClient;

import org.springframework.http.client.reactive.ReactorClientHttpConnector;
import org.springframework.web.reactive.function.client.WebClient;

/**
 * The range API of Have I Been Pwned ({@code GET /range/<five digits>}): the server
 * learns five hexadecimal digits of the hash and answers with all hashes that start so.
 * It pads the answer with hashes of count 0, so its size discloses nothing.
 */
final class RangeApi implements BreachedPasswords.Source {

	private static final int PREFIX = 5;

	private static final int MAX_ANSWER_BYTES = 512 * 1024;

	private static final Pattern LINE = Pattern.compile("([0-9A-Fa-f]{35}):([0-9]{1,18})");

	private final WebClient web;

	RangeApi(URI base) {
		this.web = WebClient.builder()
			.baseUrl(base.toString())
			.clientConnector(new ReactorClientHttpConnector(HttpClient.create().proxyWithSystemProperties()))
			.codecs((codecs) -> codecs.defaultCodecs().maxInMemorySize(MAX_ANSWER_BYTES))
			.defaultHeader("Add-Padding", "true")
			.defaultHeader("User-Agent", "rollcall")
			.build();
	}

	@Override
	public Mono<Boolean> contains(String sha1) {
		return this.web.get()
			.uri("/range/{prefix}", sha1.substring(0, PREFIX))
			.retrieve()
			.bodyToMono(String.class)
			.map((answer) -> lists(answer, sha1.substring(PREFIX)))
			.switchIfEmpty(Mono.error(RangeApi::malformed));
	}

	private static boolean lists(String answer, String suffix) {
		return answer.lines()
			.map(LINE::matcher)
			.filter((line) -> isEntry(line) && line.group(1).equalsIgnoreCase(suffix))
			.count() > 0;
	}

	/** A malformed line makes the whole answer void. */
	private static boolean isEntry(Matcher line) {
		if (!line.matches()) {
			throw malformed();
		}
		return Long.parseLong(line.group(2)) > 0;
	}

	private static IllegalStateException malformed() {
		return new IllegalStateException("The answer is not a list of hashes");
	}

}
