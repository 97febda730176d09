{{- define "router.name" -}}
{{- default .Chart.Name .Values.nameOverride | trunc 63 | trimSuffix "-" }}
{{- end }}

{{- define "router.fullname" -}}
{{- if .Values.fullnameOverride -}}
{{- .Values.fullnameOverride | trunc 63 | trimSuffix "-" }}
{{- else -}}
{{- $name := include "router.name" . -}}
{{- if contains $name .Release.Name -}}
{{- .Release.Name | trunc 63 | trimSuffix "-" }}
{{- else -}}
{{- printf "%s-%s" .Release.Name $name | trunc 63 | trimSuffix "-" }}
{{- end -}}
{{- end -}}
{{- end }}

{{- define "router.selector" -}}
app.kubernetes.io/name: {{ include "router.name" . }}
app.kubernetes.io/instance: {{ .Release.Name }}
{{- end }}

{{- define "router.labels" -}}
helm.sh/chart: {{ printf "%s-%s" .Chart.Name .Chart.Version }}
{{ include "router.selector" . }}
app.kubernetes.io/version: {{ .Chart.AppVersion | quote }}
app.kubernetes.io/managed-by: {{ .Release.Service }}
{{- end }}

{{- define "router.serviceAccount" -}}
{{- if .Values.serviceAccount.create -}}
{{- default (include "router.fullname" .) .Values.serviceAccount.name }}
{{- else -}}
{{- default "default" .Values.serviceAccount.name }}
{{- end -}}
{{- end }}

{{- define "router.harborSecret" -}}
{{- default (printf "%s-harbor" (include "router.fullname" .)) .Values.harbor.auth.existingSecret }}
{{- end }}

{{- define "router.redisSecret" -}}
{{- default (printf "%s-redis" (include "router.fullname" .)) .Values.redis.auth.existingSecret }}
{{- end }}

{{/* Whether Redis has a password that is kept in a secret. */}}
{{- define "router.redisPassword" -}}
{{- if and .Values.redis.sentinels (not .Values.redis.vault.enabled) (or .Values.redis.auth.existingSecret .Values.redis.auth.password) }}yes{{ end }}
{{- end }}
