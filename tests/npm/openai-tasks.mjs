// Asks OpenAI's own SDK for moderation, transcription and speech, and prints what it read: the test compares both with what is sent and
// read here. Arguments: the address of the server, the key, and a file with a recording.
import fs from 'node:fs';
import OpenAI from 'openai';

const [baseURL, apiKey, file] = process.argv.slice(2);
const client = new OpenAI({ baseURL, apiKey, maxRetries: 0 });
const moderation = await client.moderations.create({ input: 'I will kill you', model: 'omni-moderation-latest' });
const transcription = await client.audio.transcriptions.create(
  { model: 'whisper-1', language: 'en', prompt: 'Grüße', response_format: 'verbose_json', file: fs.createReadStream(file) });
const speech = await client.audio.speech.create(
  { model: 'gpt-4o-mini-tts', input: 'Good morning', voice: 'nova', response_format: 'wav', speed: 1.5, instructions: 'Whisper' });
process.stdout.write(JSON.stringify({
  flagged: moderation.results[0].flagged,
  violence: moderation.results[0].category_scores.violence,
  text: transcription.text,
  segments: transcription.segments.map(segment => segment.text),
  sound: await speech.text(),
}));
