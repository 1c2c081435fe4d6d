"""The base classes of the stub, and how each of them is asked."""


class CredentialsValidateFailedError(Exception):
    pass


class InvokeRateLimitError(Exception):
    pass


class ModelProvider:
    def validate_provider_credentials(self, credentials):
        raise NotImplementedError


class Model:
    model_type = ""


class LargeLanguageModel(Model):
    model_type = "llm"

    def handle(self, action, data, credentials):
        if action != "invoke_llm":
            return
        arguments = (data["prompt_messages"], data["model_parameters"], data["tools"], data["stop"], data["stream"])
        for text, finish in self._invoke(data["model"], credentials, *arguments):
            message = {"role": "assistant", "content": text, "name": None, "tool_calls": [], "opaque_body": None}
            usage = None
            if finish:
                usage = {"prompt_tokens": 7, "completion_tokens": 3, "total_price": "0E-7", "currency": "USD", "latency": 0.1}
            delta = {"index": 0, "message": message, "usage": usage, "finish_reason": finish}
            yield {"model": data["model"], "prompt_messages": [], "system_fingerprint": None, "delta": delta}


class TextEmbeddingModel(Model):
    model_type = "text-embedding"

    def handle(self, action, data, credentials):
        vectors = self._invoke(data["model"], credentials, data["texts"], data["input_type"])
        yield {"model": data["model"], "embeddings": vectors, "usage": {"tokens": 1, "total_price": "0E-7"}}


class RerankModel(Model):
    model_type = "rerank"

    def handle(self, action, data, credentials):
        scores = self._invoke(data["model"], credentials, data["query"], data["docs"])
        docs = [{"index": i, "text": text, "score": scores[i]} for i, text in enumerate(data["docs"])]
        yield {"model": data["model"], "docs": docs}


class ModerationModel(Model):
    model_type = "moderation"

    def handle(self, action, data, credentials):
        yield {"result": self._invoke(data["model"], credentials, data["text"])}


class Speech2TextModel(Model):
    model_type = "speech2text"

    def handle(self, action, data, credentials):
        yield {"result": self._invoke(data["model"], credentials, bytes.fromhex(data["file"]))}


class TTSModel(Model):
    model_type = "tts"

    def handle(self, action, data, credentials):
        if action == "get_tts_model_voices":
            yield {"voices": [{"name": "Rex", "value": "rex"}]}
            return
        for piece in self._invoke(data["model"], data["tenant_id"], credentials, data["content_text"], data["voice"]):
            yield {"result": piece.hex(), "mime_type": "audio/mpeg"}
