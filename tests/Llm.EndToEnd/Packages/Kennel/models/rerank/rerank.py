from dify_plugin.models import RerankModel


class KennelRerankModel(RerankModel):
    def _invoke(self, model, credentials, query, docs):
        return [text.count(query) / 10 for text in docs]
