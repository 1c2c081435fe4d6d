from dify_plugin.models import Speech2TextModel


class KennelSpeechModel(Speech2TextModel):
    def _invoke(self, model, credentials, file):
        return "heard %d bytes that begin with %s" % (len(file), file[:4].decode())
