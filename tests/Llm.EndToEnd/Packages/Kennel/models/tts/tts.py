from dify_plugin.models import TTSModel


class KennelVoice(TTSModel):
    def _invoke(self, model, tenant_id, credentials, content_text, voice):
        yield b"ID3"
        yield (voice + " says " + content_text).encode()
