// Made by `npm run sdk:types` from the OpenAPI document; do not edit.

export interface paths {
    "/connection": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The Brevo connection; the key is never in it */
        get: operations["getConnection"];
        /** Checks a key with Brevo and stores it encrypted */
        put: operations["putConnection"];
        post?: never;
        /** Forgets the key; contacts stay as they are */
        delete: operations["deleteConnection"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/lists": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The lists of the Brevo account */
        get: operations["getLists"];
        put?: never;
        /** Creates a list in the Brevo account */
        post: operations["createList"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/skills/customer-sync": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The configuration, as JSON or YAML by Accept */
        get: operations["getConfiguration"];
        /**
         * Replaces the whole configuration
         * @description JSON or YAML by Content-Type. Keys in camelCase or snake_case, with or without the wrapper skills/customer-sync. What is left out takes its default. A configuration with faults changes nothing; the answer names every fault with its path as it was sent.
         */
        put: operations["putConfiguration"];
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/skills/customer-sync/pause": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Holds all deliveries
         * @description Changes are accepted meanwhile and go out after resume. Twice is the same as once.
         */
        post: operations["pause"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/skills/customer-sync/resume": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Lets deliveries go on */
        post: operations["resume"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/skills/customer-sync/preview": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * The contact that Brevo would hold for a customer, beside the one it holds
         * @description Found by running the delivery itself with every write held back. Nothing is changed in Brevo or in the store.
         */
        post: operations["preview"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/skills/customer-sync/trigger": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Takes a customer event
         * @description data.id is required, and data.email unless the event is customer_deleted.
         */
        post: operations["trigger"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/skills/customer-sync/status": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The queue, and rates and latencies of a window of time */
        get: operations["getStatus"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/skills/customer-sync/log": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Sync entries, newest first */
        get: operations["getLog"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/skills/customer-sync/problems": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Failures that wait for a person, newest first */
        get: operations["getProblems"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/skills/customer-sync/problems/retry": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Puts problems back into the queue: some, those of a cause, or all */
        post: operations["retryProblems"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/skills/customer-sync/problems/fix": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Creates missing attributes in Brevo and syncs again whoever went without */
        post: operations["fixProblems"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/skills/customer-sync/customers": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Who has an e-mail address: in the store now, by what was sent last, and in Brevo */
        get: operations["findCustomers"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/skills/customer-sync/customers/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Why this person is or is not in Brevo
         * @description Both sides are read when this is called. What cannot be read within seconds is said to be `unread`; the rest is answered all the same.
         */
        get: operations["getCustomer"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/skills/customer-sync/customers/{id}/sync": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Queues a fresh look at the customer, delivered even when nothing changed */
        post: operations["syncCustomer"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/skills/customer-sync/customers/{id}/phone": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        /**
         * Keeps the customer's phone out of Brevo from now on, or sends it again
         * @description The customer is synced at once. One without an e-mail address keeps the phone.
         */
        put: operations["choosePhone"];
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/skills/customer-sync/imports": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Imports, newest first */
        get: operations["listImports"];
        put?: never;
        /** Starts an import */
        post: operations["startImport"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/skills/customer-sync/imports/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Progress and result of an import */
        get: operations["getImport"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/skills/customer-sync/imports/{id}/pause": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Stops a queued or running run where it is; customers that it queued wait with it */
        post: operations["pauseImport"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/skills/customer-sync/imports/{id}/resume": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Lets a paused run go on where it was */
        post: operations["resumeImport"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/skills/customer-sync/imports/{id}/cancel": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Ends a run for good: what it queued and nobody has begun is taken back, what was delivered stays */
        post: operations["cancelImport"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/skills/customer-sync/reconciliations": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Reconciliations, newest first */
        get: operations["listReconciliations"];
        put?: never;
        /** Starts a reconciliation */
        post: operations["startReconciliation"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/skills/customer-sync/reconciliations/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Progress and result of a reconciliation */
        get: operations["getReconciliation"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/skills/customer-sync/reconciliations/{id}/differences.csv": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Everything that the reconciliation found, as CSV, for 30 days */
        get: operations["getDifferences"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/skills/customer-sync/reconciliations/{id}/pause": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Stops a queued or running run where it is; customers that it queued wait with it */
        post: operations["pauseReconciliation"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/skills/customer-sync/reconciliations/{id}/resume": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Lets a paused run go on where it was */
        post: operations["resumeReconciliation"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/skills/customer-sync/reconciliations/{id}/cancel": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Ends a run for good: what it queued and nobody has begun is taken back, what was delivered stays */
        post: operations["cancelReconciliation"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/skills/customer-sync/notifications": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Messages to the webhook address and how they were delivered, newest first
         * @description Each message is a POST of `{type, timestamp, data}`, signed by the Standard Webhooks specification. Kept for 30 days.
         */
        get: operations["getNotifications"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/skills/customer-sync/notifications/send-test": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Sends a message of the event `test` at once and tells how that went */
        post: operations["sendTestNotification"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/skills/customer-sync/notifications/{id}/resend": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Sends a message again that was delivered or given up */
        post: operations["resendNotification"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/skills/customer-sync/notifications/secret": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** What messages are signed with */
        get: operations["getNotificationSecret"];
        put?: never;
        /** A new secret; for a day messages carry a signature of the former one too */
        post: operations["rotateNotificationSecret"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/sources": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The sources besides Shopify that feed the Brevo account */
        get: operations["getSources"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/sources/{source}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** One connected source */
        get: operations["getSource"];
        /**
         * Checks the access to the other shop and stores it encrypted
         * @description The answer holds the secret that signs events, once. Where `subscribed` is false the other shop has to be told by hand to send its events to `ingestUrl`. A custom event is a POST of a TriggerRequest to `ingestUrl`, signed by the Standard Webhooks specification: `webhook-id` (the same for a repetition), `webhook-timestamp`, `webhook-signature`.
         */
        put: operations["putSource"];
        post?: never;
        /** Forgets a source; contacts stay as they are */
        delete: operations["deleteSource"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/sources/{source}/check": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Asks the other shop now whether it can be read */
        post: operations["checkSource"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/sources/{source}/secret": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** A new secret for signing events; the former one ends at once */
        post: operations["rotateSourceSecret"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
}
export type webhooks = Record<string, never>;
export interface components {
    schemas: {
        ConnectionRequest: {
            /** @description A v3 API key of the Brevo account */
            apiKey: string;
        };
        Connection: {
            connected: boolean;
            companyName: string | null;
            health: ("ok" | "unauthorized" | "unreachable") | null;
            healthCause: string | null;
            healthMessage: string | null;
            connectedAt: string | null;
            checkedAt: string | null;
        };
        ListRequest: {
            name: string;
        };
        List: {
            id: number;
            name: string;
            subscribers: number;
        };
        Lists: {
            lists: {
                id: number;
                name: string;
                subscribers: number;
            }[];
        };
        ConfigurationRequest: {
            /** @default true */
            enabled?: boolean;
            /**
             * @default shopify
             * @enum {string}
             */
            source?: "shopify" | "woocommerce" | "magento" | "custom";
            /** @default {} */
            options?: {
                /**
                 * @default realtime
                 * @enum {string}
                 */
                syncMode?: "realtime" | "batch";
                /**
                 * @default soft
                 * @enum {string}
                 */
                deleteBehavior?: "soft" | "hard";
                /** @default null */
                listId?: number | null;
                /** @default true */
                updateEnabled?: boolean;
                /** @default 15 */
                batchIntervalMinutes?: number;
                /**
                 * @default off_list
                 * @enum {string}
                 */
                neverConsented?: "off_list" | "keep_out" | "block";
                /**
                 * @default both
                 * @enum {string}
                 */
                consentPolicy?: "both" | "source" | "brevo";
                /** @default true */
                redactInBrevo?: boolean;
                /** @default true */
                createAttributes?: boolean;
                /** @default null */
                defaultCountry?: string | null;
                /** @default null */
                tiers?: ({
                    /** @constant */
                    by: "spend";
                    steps: {
                        name: string;
                        from: number;
                    }[];
                } | {
                    /** @constant */
                    by: "orders";
                    steps: {
                        name: string;
                        from: number;
                    }[];
                } | {
                    /** @constant */
                    by: "tag";
                    steps: {
                        name: string;
                        tag: string;
                    }[];
                }) | null;
                /**
                 * @description Which source rules a field of a person who is in several: the first with a value. Sources left out come behind, in the order shopify, woocommerce, magento, custom
                 * @default []
                 */
                sourceOrder?: ("shopify" | "woocommerce" | "magento" | "custom")[];
                /** @default 90 */
                retentionDays?: number;
            };
            /** @default {} */
            notifications?: {
                /** @default null */
                webhookUrl?: string | null;
                /**
                 * @default [
                 *       "sync_completed",
                 *       "sync_failed",
                 *       "batch_completed"
                 *     ]
                 */
                events?: ("sync_completed" | "sync_failed" | "batch_completed" | "notice_opened" | "notice_closed")[];
                /** @default true */
                perMinute?: boolean;
            };
            /** @default false */
            debug?: boolean;
            /**
             * @default info
             * @enum {string}
             */
            logLevel?: "info" | "verbose";
            fieldMapping?: {
                [key: string]: string | {
                    attribute: string;
                    /** @enum {string} */
                    transform?: "auto" | "text" | "upper" | "lower" | "phone" | "date" | "number" | "money" | "money_with_currency" | "boolean" | "joined" | "options" | "count" | "constant";
                    separator?: string;
                    default?: string | number | boolean;
                    value?: string | number | boolean;
                    country?: string;
                    /** @enum {string} */
                    whenEmpty?: "clear" | "keep";
                };
            };
        };
        Configuration: {
            /** @default true */
            enabled: boolean;
            /**
             * @default shopify
             * @enum {string}
             */
            source: "shopify" | "woocommerce" | "magento" | "custom";
            options: {
                /**
                 * @default realtime
                 * @enum {string}
                 */
                syncMode: "realtime" | "batch";
                /**
                 * @default soft
                 * @enum {string}
                 */
                deleteBehavior: "soft" | "hard";
                /** @default null */
                listId: number | null;
                /** @default true */
                updateEnabled: boolean;
                /** @default 15 */
                batchIntervalMinutes: number;
                /**
                 * @default off_list
                 * @enum {string}
                 */
                neverConsented: "off_list" | "keep_out" | "block";
                /**
                 * @default both
                 * @enum {string}
                 */
                consentPolicy: "both" | "source" | "brevo";
                /** @default true */
                redactInBrevo: boolean;
                /** @default true */
                createAttributes: boolean;
                /** @default null */
                defaultCountry: string | null;
                /** @default null */
                tiers: ({
                    /** @constant */
                    by: "spend";
                    steps: {
                        name: string;
                        from: number;
                    }[];
                } | {
                    /** @constant */
                    by: "orders";
                    steps: {
                        name: string;
                        from: number;
                    }[];
                } | {
                    /** @constant */
                    by: "tag";
                    steps: {
                        name: string;
                        tag: string;
                    }[];
                }) | null;
                /**
                 * @description Which source rules a field of a person who is in several: the first with a value. Sources left out come behind, in the order shopify, woocommerce, magento, custom
                 * @default []
                 */
                sourceOrder: ("shopify" | "woocommerce" | "magento" | "custom")[];
                /** @default 90 */
                retentionDays: number;
            };
            notifications: {
                /** @default null */
                webhookUrl: string | null;
                /**
                 * @default [
                 *       "sync_completed",
                 *       "sync_failed",
                 *       "batch_completed"
                 *     ]
                 */
                events: ("sync_completed" | "sync_failed" | "batch_completed" | "notice_opened" | "notice_closed")[];
                /** @default true */
                perMinute: boolean;
            };
            /** @default false */
            debug: boolean;
            /**
             * @default info
             * @enum {string}
             */
            logLevel: "info" | "verbose";
            fieldMapping: {
                [key: string]: string | {
                    attribute: string;
                    /** @enum {string} */
                    transform?: "auto" | "text" | "upper" | "lower" | "phone" | "date" | "number" | "money" | "money_with_currency" | "boolean" | "joined" | "options" | "count" | "constant";
                    separator?: string;
                    default?: string | number | boolean;
                    value?: string | number | boolean;
                    country?: string;
                    /** @enum {string} */
                    whenEmpty?: "clear" | "keep";
                };
            };
        };
        TriggerRequest: {
            /** @enum {string} */
            event: "customer_created" | "customer_updated" | "customer_deleted";
            /** Format: date-time */
            timestamp?: string;
            data: {
                id: string | number;
                email?: string;
            } & {
                [key: string]: unknown;
            };
            changes?: {
                [key: string]: {
                    old?: unknown;
                    new?: unknown;
                };
            };
        };
        Accepted: {
            /** Format: uuid */
            changeId: string;
        };
        Status: {
            enabled: boolean;
            paused: boolean;
            /** @description Accepted and not yet settled: retries included, problems not */
            queueDepth: number;
            oldestPendingSeconds: number | null;
            /** @description Of the customers that were settled, those that went well */
            successRate: number | null;
            /** @description Of all attempts, those that failed or have to be repeated */
            errorRate: number | null;
            /** @description From acceptance to delivery */
            averageLatencyMs: number | null;
            p95LatencyMs: number | null;
            windowSeconds: number;
        };
        LogPage: {
            entries: {
                id: string;
                /** Format: date-time */
                at: string;
                source: string;
                /** @description The source's plain id */
                customer: string;
                event: string;
                /** @enum {string} */
                action: "create" | "update" | "delete" | "unlink" | "none";
                /** @enum {string} */
                outcome: "succeeded" | "unchanged" | "skipped" | "retrying" | "failed";
                attempt: number;
                latencyMs: number;
                httpStatus: number | null;
                code: string | null;
                message: string | null;
                requestId: string | null;
            }[];
            /** @description null on the last page */
            nextCursor: string | null;
        };
        ProblemPage: {
            problems: {
                /** Format: uuid */
                id: string;
                customer: string;
                cause: string;
                message: string;
                fix: string;
                /** Format: date-time */
                since: string;
                attempts: number;
            }[];
            /** @description null on the last page */
            nextCursor: string | null;
        };
        /** @description Exactly one of the three */
        ReplayRequest: {
            ids?: string[];
            cause?: string;
            /** @constant */
            all?: true;
        };
        Replayed: {
            replayed: number;
        };
        /** @description What is to be mended */
        FixRequest: {
            /**
             * @description Creates the attributes that the mapping names and Brevo lacks, and syncs again whoever went without
             * @constant
             */
            fix: "create_attributes";
        };
        Fixed: {
            /** @description Names of the attributes that were missing */
            created: string[];
            replayed: number;
            /** @description The run that brings very many customers up to date; null where they were queued */
            reconciliation: string | null;
        };
        /** @description Whether the customer's phone goes to Brevo */
        PhoneRequest: {
            /** @description true: the phone stays out of Brevo */
            leftOut: boolean;
        };
        RunRequest: {
            /**
             * @description Only count and report what would be done
             * @default false
             */
            dryRun?: boolean;
            /**
             * @description Which source is read; absent: the configured one
             * @enum {string}
             */
            source?: "shopify" | "woocommerce" | "magento" | "custom";
        };
        ReconciliationRequest: {
            /**
             * @description Only count and report what would be done
             * @default false
             */
            dryRun?: boolean;
            /**
             * @description Which source is read; absent: the configured one
             * @enum {string}
             */
            source?: "shopify" | "woocommerce" | "magento" | "custom";
            /**
             * @description recent: only what changed on either side since the last reconciliation; this runs every hour by itself
             * @default full
             * @enum {string}
             */
            scope?: "full" | "recent";
            /** @description What is repaired: customers all of whose differences are among these. Left out: everything but foreign_on_list, contacts on the list that belong to no customer; these are taken off it where asked for, and never deleted. An empty list only reports. */
            repair?: ("missing_in_brevo" | "extra_in_brevo" | "attribute_differs" | "consent_differs" | "not_on_list" | "on_list" | "ext_id_differs" | "foreign_on_list" | "not_delivered")[];
        };
        Started: {
            /** Format: uuid */
            id: string;
        };
        Customer: {
            /** @description The source's plain id */
            customer: string;
            source: string;
            /** Format: date-time */
            readAt: string;
            known: boolean;
            /** @description Why this person is or is not in Brevo, in one sentence */
            answer: {
                code: string;
                params: {
                    [key: string]: string | number;
                };
                text: string;
            };
            /** @description Why nothing goes out at all */
            halt: ("not_connected" | "disabled" | "paused" | "key_refused" | "brevo_down") | null;
            store: {
                /**
                 * @description unread: it could not be read just now; unasked: there was nobody or no way to ask
                 * @enum {string}
                 */
                state: "found" | "absent" | "unread" | "unasked";
                message: string | null;
                customer: {
                    email: string | null;
                    phone: string | null;
                    firstName: string | null;
                    lastName: string | null;
                    tags: string[];
                    updatedAt: string | null;
                } | null;
            };
            brevo: {
                /**
                 * @description unread: it could not be read just now; unasked: there was nobody or no way to ask
                 * @enum {string}
                 */
                state: "found" | "absent" | "unread" | "unasked";
                message: string | null;
                contact: {
                    id: number;
                    email: string | null;
                    extId: string | null;
                    emailBlocked: boolean;
                    smsBlocked: boolean;
                    /** @description On the list that the configuration names */
                    onList: boolean;
                    listIds: number[];
                    attributes: {
                        [key: string]: string | number | boolean | string[];
                    };
                    modifiedAt: string | null;
                } | null;
            };
            consent: {
                email: {
                    store: {
                        /** @enum {string} */
                        state: "subscribed" | "unsubscribed" | "pending" | "never" | "invalid" | "redacted";
                        level: string | null;
                        at: string | null;
                        system: string;
                    } | null;
                    /** @enum {string} */
                    brevo: "blocked" | "open" | "absent" | "unknown";
                    /** @description The newest known no of the address, from either side */
                    optOut: {
                        at: string;
                        system: string;
                    } | null;
                    /** @description What a delivery now would make of it */
                    decision: {
                        listed: boolean | "leave";
                        /** @enum {string} */
                        block: "set" | "lift" | "leave";
                        overruled: {
                            at: string;
                            system: string;
                        } | null;
                    } | null;
                };
                sms: {
                    store: {
                        /** @enum {string} */
                        state: "subscribed" | "unsubscribed" | "pending" | "never" | "invalid" | "redacted";
                        level: string | null;
                        at: string | null;
                        system: string;
                    } | null;
                    /** @enum {string} */
                    brevo: "blocked" | "open" | "absent" | "unknown";
                    /** @description The newest known no of the address, from either side */
                    optOut: {
                        at: string;
                        system: string;
                    } | null;
                    /** @description What a delivery now would make of it */
                    decision: {
                        listed: boolean | "leave";
                        /** @enum {string} */
                        block: "set" | "lift" | "leave";
                        overruled: {
                            at: string;
                            system: string;
                        } | null;
                    } | null;
                };
            };
            /** @description What a delivery now would change; null where the sides could not be compared */
            differences: {
                /** @enum {string} */
                kind: "missing_in_brevo" | "extra_in_brevo" | "attribute_differs" | "consent_differs" | "not_on_list" | "on_list" | "ext_id_differs" | "foreign_on_list" | "not_delivered";
                field: string;
                wanted: string | null;
                held: string | null;
            }[] | null;
            /** @description What the last delivery left */
            link: {
                /** @enum {string} */
                state: "synced" | "skipped" | "unlinked" | "deleted" | "redacted";
                brevoId: number | null;
                syncedAt: string | null;
                appliedAt: string | null;
                /** @description A person decided that the phone stays out of Brevo */
                phoneLeftOut: boolean;
            } | null;
            pending: {
                event: string;
                /** Format: date-time */
                since: string;
                /** Format: date-time */
                dueAt: string;
                attempt: number;
                /** @enum {string} */
                waitsFor: "now" | "retry" | "store" | "batch" | "run";
                until: string | null;
            } | null;
            problem: {
                /** Format: uuid */
                id: string;
                customer: string;
                cause: string;
                message: string;
                fix: string;
                /** Format: date-time */
                since: string;
                attempts: number;
            } | null;
            warnings: {
                code: string;
                field: string;
                attribute: string;
                text: string;
            }[];
            entries: {
                id: string;
                /** Format: date-time */
                at: string;
                source: string;
                /** @description The source's plain id */
                customer: string;
                event: string;
                /** @enum {string} */
                action: "create" | "update" | "delete" | "unlink" | "none";
                /** @enum {string} */
                outcome: "succeeded" | "unchanged" | "skipped" | "retrying" | "failed";
                attempt: number;
                latencyMs: number;
                httpStatus: number | null;
                code: string | null;
                message: string | null;
                requestId: string | null;
            }[];
        };
        EmailSearch: {
            customers: {
                customer: string;
                source: string;
                /** @description store: has the address now; link: their contact was last sent with it */
                foundBy: ("store" | "link")[];
            }[];
            /** @description The contact in Brevo with this address; customer is null for a foreign one */
            contact: {
                id: number;
                customer: string | null;
            } | null;
            /** @description Sides that could not be asked, in words */
            unread: string[];
        };
        Run: {
            /** Format: uuid */
            id: string;
            /** @enum {string} */
            kind: "import" | "reconciliation";
            /** @description Only counts and reports; writes nothing */
            dryRun: boolean;
            /** @description A reconciliation: the differences that it repairs; null for an import */
            repair: ("missing_in_brevo" | "extra_in_brevo" | "attribute_differs" | "consent_differs" | "not_on_list" | "on_list" | "ext_id_differs" | "foreign_on_list" | "not_delivered")[] | null;
            /** @description A reconciliation of everything, or of what changed lately; null for an import */
            scope: ("full" | "recent") | null;
            /** @description Which source is read; null: the configured one */
            source: ("shopify" | "woocommerce" | "magento" | "custom") | null;
            /** @enum {string} */
            status: "queued" | "running" | "paused" | "completed" | "failed" | "cancelled";
            phase: string;
            counts: {
                [key: string]: number;
            };
            report: {
                [key: string]: unknown;
            };
            error: string | null;
            /** Format: date-time */
            createdAt: string;
            startedAt: string | null;
            endedAt: string | null;
        };
        RunPage: {
            runs: {
                /** Format: uuid */
                id: string;
                /** @enum {string} */
                kind: "import" | "reconciliation";
                /** @description Only counts and reports; writes nothing */
                dryRun: boolean;
                /** @description A reconciliation: the differences that it repairs; null for an import */
                repair: ("missing_in_brevo" | "extra_in_brevo" | "attribute_differs" | "consent_differs" | "not_on_list" | "on_list" | "ext_id_differs" | "foreign_on_list" | "not_delivered")[] | null;
                /** @description A reconciliation of everything, or of what changed lately; null for an import */
                scope: ("full" | "recent") | null;
                /** @description Which source is read; null: the configured one */
                source: ("shopify" | "woocommerce" | "magento" | "custom") | null;
                /** @enum {string} */
                status: "queued" | "running" | "paused" | "completed" | "failed" | "cancelled";
                phase: string;
                counts: {
                    [key: string]: number;
                };
                report: {
                    [key: string]: unknown;
                };
                error: string | null;
                /** Format: date-time */
                createdAt: string;
                startedAt: string | null;
                endedAt: string | null;
            }[];
            /** @description null on the last page */
            nextCursor: string | null;
        };
        Paused: {
            paused: boolean;
        };
        SourceRequest: {
            /** @description The address of the shop, such as https://shop.example.com */
            url: string;
            consumerKey: string;
            consumerSecret: string;
            /** @description The user meta field that holds the newsletter consent; without it consent is unknown */
            consentField?: string | null;
            /**
             * @description The WordPress roles whose users are customers
             * @default [
             *       "customer"
             *     ]
             */
            roles?: string[];
        } | {
            /** @description The address of the shop, such as https://shop.example.com */
            url: string;
            /** @description The access token of an integration that may read customers and orders */
            accessToken: string;
            /** @description With consumerSecret and accessTokenSecret requests are signed (OAuth 1.0a); without them the token goes alone, which Magento 2.4.4 and later refuse until they are told otherwise */
            consumerKey?: string;
            consumerSecret?: string;
            accessTokenSecret?: string;
        } | Record<string, never>;
        Source: {
            /** @enum {string} */
            source: "woocommerce" | "magento" | "custom";
            url: string | null;
            /** @enum {string} */
            health: "ok" | "unauthorized" | "unreachable";
            healthMessage: string | null;
            /** Format: date-time */
            connectedAt: string;
            /** Format: date-time */
            checkedAt: string;
            /** @description When the source last told of a change */
            receivedAt: string | null;
            /** @description Where the source sends its events */
            ingestUrl: string | null;
            options: {
                [key: string]: unknown;
            };
        };
        Sources: {
            sources: {
                /** @enum {string} */
                source: "woocommerce" | "magento" | "custom";
                url: string | null;
                /** @enum {string} */
                health: "ok" | "unauthorized" | "unreachable";
                healthMessage: string | null;
                /** Format: date-time */
                connectedAt: string;
                /** Format: date-time */
                checkedAt: string;
                /** @description When the source last told of a change */
                receivedAt: string | null;
                /** @description Where the source sends its events */
                ingestUrl: string | null;
                options: {
                    [key: string]: unknown;
                };
            }[];
        };
        ConnectedSource: {
            /** @enum {string} */
            source: "woocommerce" | "magento" | "custom";
            url: string | null;
            /** @enum {string} */
            health: "ok" | "unauthorized" | "unreachable";
            healthMessage: string | null;
            /** Format: date-time */
            connectedAt: string;
            /** Format: date-time */
            checkedAt: string;
            /** @description When the source last told of a change */
            receivedAt: string | null;
            /** @description Where the source sends its events */
            ingestUrl: string | null;
            options: {
                [key: string]: unknown;
            };
            /** @description Signs what the source sends; shown here and never again */
            secret: string | null;
            /** @description false: sending to ingestUrl has to be set up by hand in the other shop */
            subscribed: boolean;
        };
        SourceSecret: {
            secret: string;
        };
        /** @description Which customer, and by which configuration */
        PreviewRequest: {
            customerId: string;
            /** @description A configuration as for PUT; the stored one when it is left out */
            configuration?: unknown;
        };
        Preview: {
            customer: {
                source: string;
                id: string;
                name: string | null;
                email: string | null;
            };
            /** @enum {string} */
            action: "create" | "update" | "delete" | "unlink" | "none";
            /** @enum {string} */
            outcome: "succeeded" | "skipped" | "failed";
            code: string | null;
            message: string | null;
            /** @description What Brevo would hold; null: no contact */
            contact: {
                /** @description Brevo's id; null for a contact that is not there yet */
                id: number | null;
                email: string | null;
                extId: string | null;
                emailBlacklisted: boolean;
                smsBlacklisted: boolean;
                listIds: number[];
                attributes: {
                    [key: string]: string | number | boolean | string[];
                };
            } | null;
            /** @description What Brevo holds; null: no contact */
            today: {
                /** @description Brevo's id; null for a contact that is not there yet */
                id: number | null;
                email: string | null;
                extId: string | null;
                emailBlacklisted: boolean;
                smsBlacklisted: boolean;
                listIds: number[];
                attributes: {
                    [key: string]: string | number | boolean | string[];
                };
            } | null;
            /** @description email, extId, lists, emailBlacklisted, smsBlacklisted, attributes.NAME */
            differences: string[];
            consent: {
                email: {
                    /** @enum {string} */
                    state: "subscribed" | "unsubscribed" | "pending" | "never" | "invalid" | "redacted";
                    at: string | null;
                    blocked: boolean;
                    /** @description The opt-out that stands against the store's yes */
                    optedOut: {
                        /** Format: date-time */
                        at: string;
                        system: string;
                    } | null;
                };
                sms: {
                    /** @enum {string} */
                    state: "subscribed" | "unsubscribed" | "pending" | "never" | "invalid" | "redacted";
                    at: string | null;
                    blocked: boolean;
                    /** @description The opt-out that stands against the store's yes */
                    optedOut: {
                        /** Format: date-time */
                        at: string;
                        system: string;
                    } | null;
                };
                onList: boolean;
            };
            attributesToCreate: {
                name: string;
                /** @enum {string} */
                type: "text" | "date" | "float" | "boolean" | "multiple-choice" | "category" | "id" | "user" | "unknown";
            }[];
            warnings: {
                /** @enum {string} */
                code: "invalid_phone" | "not_a_date" | "not_a_number" | "not_a_boolean" | "unknown_option" | "not_a_list" | "missing_attribute" | "phone_held_by_other" | "phone_refused" | "ext_id_held_by_other" | "kept_opt_out";
                field: string;
                attribute: string;
            }[];
        };
        Notification: {
            /**
             * Format: uuid
             * @description Also `webhook-id`, the same in every attempt
             */
            id: string;
            /** @enum {string} */
            event: "sync_completed" | "sync_failed" | "batch_completed" | "notice_opened" | "notice_closed" | "test";
            /** Format: date-time */
            createdAt: string;
            /** @enum {string} */
            status: "waiting" | "delivered" | "failed";
            attempts: number;
            lastAt: string | null;
            /** @description When it is tried next */
            nextAt: string | null;
            httpStatus: number | null;
            durationMs: number | null;
            error: string | null;
            data: {
                [key: string]: unknown;
            };
        };
        NotificationPage: {
            notifications: {
                /**
                 * Format: uuid
                 * @description Also `webhook-id`, the same in every attempt
                 */
                id: string;
                /** @enum {string} */
                event: "sync_completed" | "sync_failed" | "batch_completed" | "notice_opened" | "notice_closed" | "test";
                /** Format: date-time */
                createdAt: string;
                /** @enum {string} */
                status: "waiting" | "delivered" | "failed";
                attempts: number;
                lastAt: string | null;
                /** @description When it is tried next */
                nextAt: string | null;
                httpStatus: number | null;
                durationMs: number | null;
                error: string | null;
                data: {
                    [key: string]: unknown;
                };
            }[];
            /** @description null on the last page */
            nextCursor: string | null;
        };
        NotificationSecret: {
            /** @description whsec_ and 32 bytes in base64 */
            secret: string;
            /** Format: date-time */
            createdAt: string;
            /** @description After a rotation: until when the former secret signs too */
            formerValidUntil: string | null;
        };
        Problem: {
            type: string;
            title: string;
            status: number;
            detail: string;
            code?: string;
            errors?: {
                path: string;
                message: string;
                /** @description In a document that was sent as YAML */
                line?: number;
                column?: number;
            }[];
        };
    };
    responses: never;
    parameters: {
        /** @description A text of your own for this request. A repetition within a day gets the same answer (with Idempotent-Replayed: true) and does nothing. */
        IdempotencyKey: string;
    };
    requestBodies: never;
    headers: {
        /**
         * @description What is left of the running window: r calls, t seconds (draft-ietf-httpapi-ratelimit-headers)
         * @example "default";r=17999;t=42
         */
        RateLimit: string;
        /**
         * @description Calls (q) of a token in a window of w seconds
         * @example "default";q=18000;w=60
         */
        "RateLimit-Policy": string;
    };
    pathItems: never;
}
export type $defs = Record<string, never>;
export interface operations {
    getConnection: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The connection */
            200: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "connected": true,
                     *       "companyName": "Example Shop",
                     *       "health": "ok",
                     *       "healthCause": null,
                     *       "healthMessage": null,
                     *       "connectedAt": "2026-11-24T09:00:00.000Z",
                     *       "checkedAt": "2026-11-24T10:00:00.000Z"
                     *     }
                     */
                    "application/json": components["schemas"]["Connection"];
                };
            };
            /** @description Authentication is required */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Too many requests */
            429: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Something went wrong */
            500: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    putConnection: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "apiKey": "xkeysib-..."
                 *     }
                 */
                "application/json": components["schemas"]["ConnectionRequest"];
            };
        };
        responses: {
            /** @description Connected */
            200: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "connected": true,
                     *       "companyName": "Example Shop",
                     *       "health": "ok",
                     *       "healthCause": null,
                     *       "healthMessage": null,
                     *       "connectedAt": "2026-11-24T09:00:00.000Z",
                     *       "checkedAt": "2026-11-24T10:00:00.000Z"
                     *     }
                     */
                    "application/json": components["schemas"]["Connection"];
                };
            };
            /** @description The request body cannot be read */
            400: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Authentication is required */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The request body is too large */
            413: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The content type is not supported */
            415: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The request is not valid; or: Brevo refused the key */
            422: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "type": "urn:customer-sync:problem:invalid",
                     *       "title": "The request is not valid",
                     *       "status": 422,
                     *       "detail": "options.syncMode: Expected one of \"realtime\"|\"batch\"",
                     *       "errors": [
                     *         {
                     *           "path": "options.syncMode",
                     *           "message": "Expected one of \"realtime\"|\"batch\""
                     *         }
                     *       ]
                     *     }
                     */
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Too many requests */
            429: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Something went wrong */
            500: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Brevo could not be asked */
            502: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    deleteConnection: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Disconnected */
            204: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description Authentication is required */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Too many requests */
            429: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Something went wrong */
            500: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getLists: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The lists */
            200: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "lists": [
                     *         {
                     *           "id": 5,
                     *           "name": "Customers",
                     *           "subscribers": 1200
                     *         }
                     *       ]
                     *     }
                     */
                    "application/json": components["schemas"]["Lists"];
                };
            };
            /** @description Authentication is required */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description No Brevo account is connected */
            409: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Too many requests */
            429: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Something went wrong */
            500: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Brevo could not be asked */
            502: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    createList: {
        parameters: {
            query?: never;
            header?: {
                /** @description A text of your own for this request. A repetition within a day gets the same answer (with Idempotent-Replayed: true) and does nothing. */
                "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "name": "Customers"
                 *     }
                 */
                "application/json": components["schemas"]["ListRequest"];
            };
        };
        responses: {
            /** @description Created */
            201: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "id": 5,
                     *       "name": "Customers",
                     *       "subscribers": 0
                     *     }
                     */
                    "application/json": components["schemas"]["List"];
                };
            };
            /** @description The request body cannot be read */
            400: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Authentication is required */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description No Brevo account is connected */
            409: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The request body is too large */
            413: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The content type is not supported */
            415: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The request is not valid */
            422: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "type": "urn:customer-sync:problem:invalid",
                     *       "title": "The request is not valid",
                     *       "status": 422,
                     *       "detail": "options.syncMode: Expected one of \"realtime\"|\"batch\"",
                     *       "errors": [
                     *         {
                     *           "path": "options.syncMode",
                     *           "message": "Expected one of \"realtime\"|\"batch\""
                     *         }
                     *       ]
                     *     }
                     */
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Too many requests */
            429: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Something went wrong */
            500: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Brevo could not be asked */
            502: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getConfiguration: {
        parameters: {
            query?: never;
            header?: {
                /** @description An ETag: 304 when nothing changed since */
                "If-None-Match"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The configuration; it can be PUT back unchanged */
            200: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    /** @description The version that this is */
                    ETag?: string;
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "enabled": true,
                     *       "source": "shopify",
                     *       "fieldMapping": {
                     *         "email": "email",
                     *         "firstName": "FIRSTNAME",
                     *         "lastName": "LASTNAME",
                     *         "phone": "SMS",
                     *         "acceptsMarketing": "subscription",
                     *         "totalOrders": "TOTAL_ORDERS",
                     *         "totalSpent": "TOTAL_SPENT",
                     *         "lastOrderDate": "LAST_ORDER_DATE",
                     *         "customerTier": "CUSTOMER_TIER",
                     *         "tags": "TAGS"
                     *       },
                     *       "options": {
                     *         "syncMode": "realtime",
                     *         "deleteBehavior": "soft",
                     *         "listId": 5,
                     *         "updateEnabled": true,
                     *         "batchIntervalMinutes": 15,
                     *         "neverConsented": "off_list",
                     *         "consentPolicy": "both",
                     *         "redactInBrevo": true,
                     *         "createAttributes": true,
                     *         "defaultCountry": null,
                     *         "tiers": null,
                     *         "sourceOrder": [],
                     *         "retentionDays": 90
                     *       },
                     *       "notifications": {
                     *         "webhookUrl": null,
                     *         "events": [
                     *           "sync_completed",
                     *           "sync_failed",
                     *           "batch_completed"
                     *         ],
                     *         "perMinute": true
                     *       },
                     *       "debug": false,
                     *       "logLevel": "info"
                     *     }
                     */
                    "application/json": components["schemas"]["Configuration"];
                    /**
                     * @example skills:
                     *       customer-sync:
                     *         enabled: true
                     *         source: shopify
                     *         field_mapping:
                     *           email: email
                     *           firstName: FIRSTNAME
                     *           lastName: LASTNAME
                     *           phone: SMS
                     *           acceptsMarketing: subscription
                     *           totalOrders: TOTAL_ORDERS
                     *           totalSpent: TOTAL_SPENT
                     *           lastOrderDate: LAST_ORDER_DATE
                     *           customerTier: CUSTOMER_TIER
                     *           tags: TAGS
                     *         options:
                     *           sync_mode: realtime
                     *           delete_behavior: soft
                     *           list_id: 5
                     *           update_enabled: true
                     *           batch_interval_minutes: 15
                     *           never_consented: off_list
                     *           consent_policy: both
                     *           redact_in_brevo: true
                     *           create_attributes: true
                     *           default_country: null
                     *           tiers: null
                     *           source_order: []
                     *           retention_days: 90
                     *         notifications:
                     *           webhook_url: null
                     *           events: [ sync_completed, sync_failed, batch_completed ]
                     *           per_minute: true
                     *         debug: false
                     *         log_level: info
                     */
                    "application/yaml": string;
                };
            };
            /** @description Not changed since */
            304: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description Authentication is required */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Too many requests */
            429: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Something went wrong */
            500: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    putConfiguration: {
        parameters: {
            query?: {
                /** @description true: nothing is stored; the answer is what would be */
                dryRun?: "true" | "false";
            };
            header?: {
                /** @description An ETag: refused when somebody saved something since */
                "If-Match"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "enabled": true,
                 *       "source": "shopify",
                 *       "fieldMapping": {
                 *         "email": "email",
                 *         "firstName": "FIRSTNAME",
                 *         "lastName": "LASTNAME",
                 *         "phone": "SMS",
                 *         "acceptsMarketing": "subscription",
                 *         "totalOrders": "TOTAL_ORDERS",
                 *         "totalSpent": "TOTAL_SPENT",
                 *         "lastOrderDate": "LAST_ORDER_DATE",
                 *         "customerTier": "CUSTOMER_TIER",
                 *         "tags": "TAGS"
                 *       },
                 *       "options": {
                 *         "syncMode": "realtime",
                 *         "deleteBehavior": "soft",
                 *         "listId": 5,
                 *         "updateEnabled": true,
                 *         "batchIntervalMinutes": 15,
                 *         "neverConsented": "off_list",
                 *         "consentPolicy": "both",
                 *         "redactInBrevo": true,
                 *         "createAttributes": true,
                 *         "defaultCountry": null,
                 *         "tiers": null,
                 *         "sourceOrder": [],
                 *         "retentionDays": 90
                 *       },
                 *       "notifications": {
                 *         "webhookUrl": null,
                 *         "events": [
                 *           "sync_completed",
                 *           "sync_failed",
                 *           "batch_completed"
                 *         ],
                 *         "perMinute": true
                 *       },
                 *       "debug": false,
                 *       "logLevel": "info"
                 *     }
                 */
                "application/json": components["schemas"]["ConfigurationRequest"];
                /**
                 * @example skills:
                 *       customer-sync:
                 *         enabled: true
                 *         source: shopify
                 *         field_mapping:
                 *           email: email
                 *           firstName: FIRSTNAME
                 *           lastName: LASTNAME
                 *           phone: SMS
                 *           acceptsMarketing: subscription
                 *           totalOrders: TOTAL_ORDERS
                 *           totalSpent: TOTAL_SPENT
                 *           lastOrderDate: LAST_ORDER_DATE
                 *           customerTier: CUSTOMER_TIER
                 *           tags: TAGS
                 *         options:
                 *           sync_mode: realtime
                 *           delete_behavior: soft
                 *           list_id: 5
                 *           update_enabled: true
                 *           batch_interval_minutes: 15
                 *           never_consented: off_list
                 *           consent_policy: both
                 *           redact_in_brevo: true
                 *           create_attributes: true
                 *           default_country: null
                 *           tiers: null
                 *           source_order: []
                 *           retention_days: 90
                 *         notifications:
                 *           webhook_url: null
                 *           events: [ sync_completed, sync_failed, batch_completed ]
                 *           per_minute: true
                 *         debug: false
                 *         log_level: info
                 */
                "application/yaml": string;
            };
        };
        responses: {
            /** @description The stored form */
            200: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    /** @description The version that this is */
                    ETag?: string;
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "enabled": true,
                     *       "source": "shopify",
                     *       "fieldMapping": {
                     *         "email": "email",
                     *         "firstName": "FIRSTNAME",
                     *         "lastName": "LASTNAME",
                     *         "phone": "SMS",
                     *         "acceptsMarketing": "subscription",
                     *         "totalOrders": "TOTAL_ORDERS",
                     *         "totalSpent": "TOTAL_SPENT",
                     *         "lastOrderDate": "LAST_ORDER_DATE",
                     *         "customerTier": "CUSTOMER_TIER",
                     *         "tags": "TAGS"
                     *       },
                     *       "options": {
                     *         "syncMode": "realtime",
                     *         "deleteBehavior": "soft",
                     *         "listId": 5,
                     *         "updateEnabled": true,
                     *         "batchIntervalMinutes": 15,
                     *         "neverConsented": "off_list",
                     *         "consentPolicy": "both",
                     *         "redactInBrevo": true,
                     *         "createAttributes": true,
                     *         "defaultCountry": null,
                     *         "tiers": null,
                     *         "sourceOrder": [],
                     *         "retentionDays": 90
                     *       },
                     *       "notifications": {
                     *         "webhookUrl": null,
                     *         "events": [
                     *           "sync_completed",
                     *           "sync_failed",
                     *           "batch_completed"
                     *         ],
                     *         "perMinute": true
                     *       },
                     *       "debug": false,
                     *       "logLevel": "info"
                     *     }
                     */
                    "application/json": components["schemas"]["Configuration"];
                    /**
                     * @example skills:
                     *       customer-sync:
                     *         enabled: true
                     *         source: shopify
                     *         field_mapping:
                     *           email: email
                     *           firstName: FIRSTNAME
                     *           lastName: LASTNAME
                     *           phone: SMS
                     *           acceptsMarketing: subscription
                     *           totalOrders: TOTAL_ORDERS
                     *           totalSpent: TOTAL_SPENT
                     *           lastOrderDate: LAST_ORDER_DATE
                     *           customerTier: CUSTOMER_TIER
                     *           tags: TAGS
                     *         options:
                     *           sync_mode: realtime
                     *           delete_behavior: soft
                     *           list_id: 5
                     *           update_enabled: true
                     *           batch_interval_minutes: 15
                     *           never_consented: off_list
                     *           consent_policy: both
                     *           redact_in_brevo: true
                     *           create_attributes: true
                     *           default_country: null
                     *           tiers: null
                     *           source_order: []
                     *           retention_days: 90
                     *         notifications:
                     *           webhook_url: null
                     *           events: [ sync_completed, sync_failed, batch_completed ]
                     *           per_minute: true
                     *         debug: false
                     *         log_level: info
                     */
                    "application/yaml": string;
                };
            };
            /** @description The request body cannot be read */
            400: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Authentication is required */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description It was changed meanwhile */
            412: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The request body is too large */
            413: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The content type is not supported */
            415: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The request is not valid */
            422: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "type": "urn:customer-sync:problem:invalid",
                     *       "title": "The request is not valid",
                     *       "status": 422,
                     *       "detail": "options.syncMode: Expected one of \"realtime\"|\"batch\"",
                     *       "errors": [
                     *         {
                     *           "path": "options.syncMode",
                     *           "message": "Expected one of \"realtime\"|\"batch\""
                     *         }
                     *       ]
                     *     }
                     */
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Too many requests */
            429: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Something went wrong */
            500: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    pause: {
        parameters: {
            query?: never;
            header?: {
                /** @description A text of your own for this request. A repetition within a day gets the same answer (with Idempotent-Replayed: true) and does nothing. */
                "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Paused */
            200: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "paused": true
                     *     }
                     */
                    "application/json": components["schemas"]["Paused"];
                };
            };
            /** @description The idempotency key cannot be used */
            400: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Authentication is required */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The first request with this key has not ended yet */
            409: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The idempotency key was used for another request */
            422: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "type": "urn:customer-sync:problem:invalid",
                     *       "title": "The request is not valid",
                     *       "status": 422,
                     *       "detail": "options.syncMode: Expected one of \"realtime\"|\"batch\"",
                     *       "errors": [
                     *         {
                     *           "path": "options.syncMode",
                     *           "message": "Expected one of \"realtime\"|\"batch\""
                     *         }
                     *       ]
                     *     }
                     */
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Too many requests */
            429: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Something went wrong */
            500: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    resume: {
        parameters: {
            query?: never;
            header?: {
                /** @description A text of your own for this request. A repetition within a day gets the same answer (with Idempotent-Replayed: true) and does nothing. */
                "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Resumed */
            200: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "paused": false
                     *     }
                     */
                    "application/json": components["schemas"]["Paused"];
                };
            };
            /** @description The idempotency key cannot be used */
            400: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Authentication is required */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The first request with this key has not ended yet */
            409: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The idempotency key was used for another request */
            422: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "type": "urn:customer-sync:problem:invalid",
                     *       "title": "The request is not valid",
                     *       "status": 422,
                     *       "detail": "options.syncMode: Expected one of \"realtime\"|\"batch\"",
                     *       "errors": [
                     *         {
                     *           "path": "options.syncMode",
                     *           "message": "Expected one of \"realtime\"|\"batch\""
                     *         }
                     *       ]
                     *     }
                     */
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Too many requests */
            429: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Something went wrong */
            500: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    preview: {
        parameters: {
            query?: never;
            header?: {
                /** @description A text of your own for this request. A repetition within a day gets the same answer (with Idempotent-Replayed: true) and does nothing. */
                "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "customerId": "7301123456789"
                 *     }
                 */
                "application/json": components["schemas"]["PreviewRequest"];
            };
        };
        responses: {
            /** @description Both sides and their differences */
            200: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "customer": {
                     *         "source": "shopify",
                     *         "id": "7301123456789",
                     *         "name": "Ada Lovelace",
                     *         "email": "ada@example.com"
                     *       },
                     *       "action": "update",
                     *       "outcome": "succeeded",
                     *       "code": null,
                     *       "message": null,
                     *       "contact": {
                     *         "id": 41,
                     *         "email": "ada@example.com",
                     *         "extId": "7301123456789",
                     *         "emailBlacklisted": false,
                     *         "smsBlacklisted": false,
                     *         "listIds": [
                     *           5
                     *         ],
                     *         "attributes": {
                     *           "FIRSTNAME": "Ada",
                     *           "LASTNAME": "Lovelace",
                     *           "TOTAL_ORDERS": 3
                     *         }
                     *       },
                     *       "today": {
                     *         "id": 41,
                     *         "email": "ada@example.com",
                     *         "extId": "7301123456789",
                     *         "emailBlacklisted": false,
                     *         "smsBlacklisted": false,
                     *         "listIds": [
                     *           5
                     *         ],
                     *         "attributes": {
                     *           "FIRSTNAME": "Ada",
                     *           "TOTAL_ORDERS": 2
                     *         }
                     *       },
                     *       "differences": [
                     *         "attributes.LASTNAME",
                     *         "attributes.TOTAL_ORDERS"
                     *       ],
                     *       "consent": {
                     *         "email": {
                     *           "state": "subscribed",
                     *           "at": "2026-10-02T08:15:00.000Z",
                     *           "blocked": false,
                     *           "optedOut": null
                     *         },
                     *         "sms": {
                     *           "state": "never",
                     *           "at": null,
                     *           "blocked": false,
                     *           "optedOut": null
                     *         },
                     *         "onList": true
                     *       },
                     *       "attributesToCreate": [],
                     *       "warnings": []
                     *     }
                     */
                    "application/json": components["schemas"]["Preview"];
                };
            };
            /** @description The request body cannot be read */
            400: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Authentication is required */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not found */
            404: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description No Brevo account is connected */
            409: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The request body is too large */
            413: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The content type is not supported */
            415: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The request is not valid */
            422: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "type": "urn:customer-sync:problem:invalid",
                     *       "title": "The request is not valid",
                     *       "status": 422,
                     *       "detail": "options.syncMode: Expected one of \"realtime\"|\"batch\"",
                     *       "errors": [
                     *         {
                     *           "path": "options.syncMode",
                     *           "message": "Expected one of \"realtime\"|\"batch\""
                     *         }
                     *       ]
                     *     }
                     */
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Too many requests */
            429: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Something went wrong */
            500: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Brevo could not be asked; or: The store could not be asked */
            502: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    trigger: {
        parameters: {
            query?: never;
            header?: {
                /** @description A text of your own for this request. A repetition within a day gets the same answer (with Idempotent-Replayed: true) and does nothing. */
                "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "event": "customer_updated",
                 *       "timestamp": "2026-11-24T10:00:00Z",
                 *       "data": {
                 *         "id": "c-1001",
                 *         "email": "ada@example.com",
                 *         "firstName": "Ada"
                 *       },
                 *       "changes": {
                 *         "firstName": {
                 *           "old": "A.",
                 *           "new": "Ada"
                 *         }
                 *       }
                 *     }
                 */
                "application/json": components["schemas"]["TriggerRequest"];
            };
        };
        responses: {
            /** @description Stored; the delivery follows */
            202: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "changeId": "0198f0c2-6a51-7c3e-9d53-1f2f6f3f5a10"
                     *     }
                     */
                    "application/json": components["schemas"]["Accepted"];
                };
            };
            /** @description The request body cannot be read */
            400: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Authentication is required */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The first request with this key has not ended yet */
            409: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The request body is too large */
            413: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The content type is not supported */
            415: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The request is not valid */
            422: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "type": "urn:customer-sync:problem:invalid",
                     *       "title": "The request is not valid",
                     *       "status": 422,
                     *       "detail": "options.syncMode: Expected one of \"realtime\"|\"batch\"",
                     *       "errors": [
                     *         {
                     *           "path": "options.syncMode",
                     *           "message": "Expected one of \"realtime\"|\"batch\""
                     *         }
                     *       ]
                     *     }
                     */
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Too many requests */
            429: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Something went wrong */
            500: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getStatus: {
        parameters: {
            query?: {
                /** @description In seconds */
                window?: number;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The status */
            200: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "enabled": true,
                     *       "paused": false,
                     *       "queueDepth": 3,
                     *       "oldestPendingSeconds": 2,
                     *       "successRate": 0.998,
                     *       "errorRate": 0.004,
                     *       "averageLatencyMs": 840,
                     *       "p95LatencyMs": 2100,
                     *       "windowSeconds": 3600
                     *     }
                     */
                    "application/json": components["schemas"]["Status"];
                };
            };
            /** @description Authentication is required */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The request is not valid */
            422: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "type": "urn:customer-sync:problem:invalid",
                     *       "title": "The request is not valid",
                     *       "status": 422,
                     *       "detail": "options.syncMode: Expected one of \"realtime\"|\"batch\"",
                     *       "errors": [
                     *         {
                     *           "path": "options.syncMode",
                     *           "message": "Expected one of \"realtime\"|\"batch\""
                     *         }
                     *       ]
                     *     }
                     */
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Too many requests */
            429: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Something went wrong */
            500: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getLog: {
        parameters: {
            query?: {
                /** @description The source's plain id, or Shopify's gid */
                customer?: string;
                /** @description Only entries that ended so */
                outcome?: "succeeded" | "unchanged" | "skipped" | "retrying" | "failed";
                /** @description Rows of a page */
                limit?: number;
                /** @description nextCursor of the page before */
                cursor?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description A page of entries */
            200: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "entries": [
                     *         {
                     *           "id": "48211",
                     *           "at": "2026-11-24T10:00:02.120Z",
                     *           "source": "shopify",
                     *           "customer": "7301123456789",
                     *           "event": "customer_updated",
                     *           "action": "update",
                     *           "outcome": "succeeded",
                     *           "attempt": 1,
                     *           "latencyMs": 820,
                     *           "httpStatus": 204,
                     *           "code": null,
                     *           "message": null,
                     *           "requestId": "b1f8d0e2"
                     *         }
                     *       ],
                     *       "nextCursor": "NDgyMTE"
                     *     }
                     */
                    "application/json": components["schemas"]["LogPage"];
                };
            };
            /** @description Authentication is required */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The request is not valid */
            422: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "type": "urn:customer-sync:problem:invalid",
                     *       "title": "The request is not valid",
                     *       "status": 422,
                     *       "detail": "options.syncMode: Expected one of \"realtime\"|\"batch\"",
                     *       "errors": [
                     *         {
                     *           "path": "options.syncMode",
                     *           "message": "Expected one of \"realtime\"|\"batch\""
                     *         }
                     *       ]
                     *     }
                     */
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Too many requests */
            429: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Something went wrong */
            500: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getProblems: {
        parameters: {
            query?: {
                /** @description Only problems of this cause */
                cause?: string;
                /** @description Rows of a page */
                limit?: number;
                /** @description nextCursor of the page before */
                cursor?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description A page of problems */
            200: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "problems": [
                     *         {
                     *           "id": "0198f0c2-6a51-7c3e-9d53-1f2f6f3f5a10",
                     *           "customer": "7301123456789",
                     *           "cause": "attribute_missing",
                     *           "message": "The field mapping names an attribute that Brevo does not have, or that is of another type.",
                     *           "fix": "Open Field mapping and create the attribute or choose another, then retry.",
                     *           "since": "2026-11-24T10:00:02.120Z",
                     *           "attempts": 1
                     *         }
                     *       ],
                     *       "nextCursor": null
                     *     }
                     */
                    "application/json": components["schemas"]["ProblemPage"];
                };
            };
            /** @description Authentication is required */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The request is not valid */
            422: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "type": "urn:customer-sync:problem:invalid",
                     *       "title": "The request is not valid",
                     *       "status": 422,
                     *       "detail": "options.syncMode: Expected one of \"realtime\"|\"batch\"",
                     *       "errors": [
                     *         {
                     *           "path": "options.syncMode",
                     *           "message": "Expected one of \"realtime\"|\"batch\""
                     *         }
                     *       ]
                     *     }
                     */
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Too many requests */
            429: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Something went wrong */
            500: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    retryProblems: {
        parameters: {
            query?: never;
            header?: {
                /** @description A text of your own for this request. A repetition within a day gets the same answer (with Idempotent-Replayed: true) and does nothing. */
                "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "cause": "attribute_missing"
                 *     }
                 */
                "application/json": components["schemas"]["ReplayRequest"];
            };
        };
        responses: {
            /** @description How many went back */
            200: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "replayed": 12
                     *     }
                     */
                    "application/json": components["schemas"]["Replayed"];
                };
            };
            /** @description The request body cannot be read */
            400: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Authentication is required */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not found */
            404: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The first request with this key has not ended yet */
            409: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The request body is too large */
            413: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The content type is not supported */
            415: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The request is not valid */
            422: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "type": "urn:customer-sync:problem:invalid",
                     *       "title": "The request is not valid",
                     *       "status": 422,
                     *       "detail": "options.syncMode: Expected one of \"realtime\"|\"batch\"",
                     *       "errors": [
                     *         {
                     *           "path": "options.syncMode",
                     *           "message": "Expected one of \"realtime\"|\"batch\""
                     *         }
                     *       ]
                     *     }
                     */
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Too many requests */
            429: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Something went wrong */
            500: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    fixProblems: {
        parameters: {
            query?: never;
            header?: {
                /** @description A text of your own for this request. A repetition within a day gets the same answer (with Idempotent-Replayed: true) and does nothing. */
                "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "fix": "create_attributes"
                 *     }
                 */
                "application/json": components["schemas"]["FixRequest"];
            };
        };
        responses: {
            /** @description What was created */
            200: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "created": [
                     *         "NOTE"
                     *       ],
                     *       "replayed": 12,
                     *       "reconciliation": null
                     *     }
                     */
                    "application/json": components["schemas"]["Fixed"];
                };
            };
            /** @description The request body cannot be read */
            400: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Authentication is required */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description No Brevo account is connected */
            409: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The request body is too large */
            413: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The content type is not supported */
            415: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The request is not valid */
            422: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "type": "urn:customer-sync:problem:invalid",
                     *       "title": "The request is not valid",
                     *       "status": 422,
                     *       "detail": "options.syncMode: Expected one of \"realtime\"|\"batch\"",
                     *       "errors": [
                     *         {
                     *           "path": "options.syncMode",
                     *           "message": "Expected one of \"realtime\"|\"batch\""
                     *         }
                     *       ]
                     *     }
                     */
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Too many requests */
            429: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Something went wrong */
            500: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Brevo could not be asked */
            502: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    findCustomers: {
        parameters: {
            query: {
                email: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Who has it */
            200: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "customers": [
                     *         {
                     *           "customer": "7301123456789",
                     *           "source": "shopify",
                     *           "foundBy": [
                     *             "store",
                     *             "link"
                     *           ]
                     *         }
                     *       ],
                     *       "contact": {
                     *         "id": 812,
                     *         "customer": "7301123456789"
                     *       },
                     *       "unread": []
                     *     }
                     */
                    "application/json": components["schemas"]["EmailSearch"];
                };
            };
            /** @description Authentication is required */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The request is not valid */
            422: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "type": "urn:customer-sync:problem:invalid",
                     *       "title": "The request is not valid",
                     *       "status": 422,
                     *       "detail": "options.syncMode: Expected one of \"realtime\"|\"batch\"",
                     *       "errors": [
                     *         {
                     *           "path": "options.syncMode",
                     *           "message": "Expected one of \"realtime\"|\"batch\""
                     *         }
                     *       ]
                     *     }
                     */
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Too many requests */
            429: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Something went wrong */
            500: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getCustomer: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The source's plain id */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The customer on both sides */
            200: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "customer": "7301123456789",
                     *       "source": "shopify",
                     *       "readAt": "2026-11-24T10:05:00.000Z",
                     *       "known": true,
                     *       "answer": {
                     *         "code": "blocked_by_brevo",
                     *         "params": {
                     *           "at": "2026-11-24T10:00:02.120Z"
                     *         },
                     *         "text": "The contact is in Brevo with the data of the store, and blocked because the person opted out in Brevo."
                     *       },
                     *       "halt": null,
                     *       "store": {
                     *         "state": "found",
                     *         "message": null,
                     *         "customer": {
                     *           "email": "ada@example.com",
                     *           "phone": null,
                     *           "firstName": "Ada",
                     *           "lastName": "Byron",
                     *           "tags": [
                     *             "VIP"
                     *           ],
                     *           "updatedAt": "2026-11-24T10:00:02.120Z"
                     *         }
                     *       },
                     *       "brevo": {
                     *         "state": "found",
                     *         "message": null,
                     *         "contact": {
                     *           "id": 812,
                     *           "email": "ada@example.com",
                     *           "extId": "7301123456789",
                     *           "emailBlocked": true,
                     *           "smsBlocked": false,
                     *           "onList": false,
                     *           "listIds": [],
                     *           "attributes": {
                     *             "FIRSTNAME": "Ada",
                     *             "LASTNAME": "Byron"
                     *           },
                     *           "modifiedAt": "2026-11-24T10:00:02.120Z"
                     *         }
                     *       },
                     *       "consent": {
                     *         "email": {
                     *           "store": {
                     *             "state": "subscribed",
                     *             "level": "single_opt_in",
                     *             "at": "2026-11-01T08:00:00.000Z",
                     *             "system": "shopify"
                     *           },
                     *           "brevo": "blocked",
                     *           "optOut": {
                     *             "at": "2026-11-24T10:00:02.120Z",
                     *             "system": "brevo"
                     *           },
                     *           "decision": {
                     *             "listed": "leave",
                     *             "block": "set",
                     *             "overruled": {
                     *               "at": "2026-11-24T10:00:02.120Z",
                     *               "system": "brevo"
                     *             }
                     *           }
                     *         },
                     *         "sms": {
                     *           "store": null,
                     *           "brevo": "open",
                     *           "optOut": null,
                     *           "decision": null
                     *         }
                     *       },
                     *       "differences": [],
                     *       "link": {
                     *         "state": "synced",
                     *         "brevoId": 812,
                     *         "syncedAt": "2026-11-24T10:00:02.120Z",
                     *         "appliedAt": "2026-11-24T10:00:02.120Z",
                     *         "phoneLeftOut": false
                     *       },
                     *       "pending": null,
                     *       "problem": null,
                     *       "warnings": [],
                     *       "entries": [
                     *         {
                     *           "id": "48211",
                     *           "at": "2026-11-24T10:00:02.120Z",
                     *           "source": "shopify",
                     *           "customer": "7301123456789",
                     *           "event": "customer_updated",
                     *           "action": "update",
                     *           "outcome": "succeeded",
                     *           "attempt": 1,
                     *           "latencyMs": 820,
                     *           "httpStatus": 204,
                     *           "code": null,
                     *           "message": null,
                     *           "requestId": "b1f8d0e2"
                     *         }
                     *       ]
                     *     }
                     */
                    "application/json": components["schemas"]["Customer"];
                };
            };
            /** @description Authentication is required */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not found */
            404: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Too many requests */
            429: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Something went wrong */
            500: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    syncCustomer: {
        parameters: {
            query?: never;
            header?: {
                /** @description A text of your own for this request. A repetition within a day gets the same answer (with Idempotent-Replayed: true) and does nothing. */
                "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
            };
            path: {
                /** @description The source's plain id */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Queued */
            202: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "changeId": "0198f0c2-6a51-7c3e-9d53-1f2f6f3f5a10"
                     *     }
                     */
                    "application/json": components["schemas"]["Accepted"];
                };
            };
            /** @description The idempotency key cannot be used */
            400: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Authentication is required */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not found */
            404: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description No Brevo account is connected */
            409: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The idempotency key was used for another request */
            422: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "type": "urn:customer-sync:problem:invalid",
                     *       "title": "The request is not valid",
                     *       "status": 422,
                     *       "detail": "options.syncMode: Expected one of \"realtime\"|\"batch\"",
                     *       "errors": [
                     *         {
                     *           "path": "options.syncMode",
                     *           "message": "Expected one of \"realtime\"|\"batch\""
                     *         }
                     *       ]
                     *     }
                     */
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Too many requests */
            429: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Something went wrong */
            500: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    choosePhone: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The source's plain id */
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "leftOut": true
                 *     }
                 */
                "application/json": components["schemas"]["PhoneRequest"];
            };
        };
        responses: {
            /** @description Queued */
            202: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "changeId": "0198f0c2-6a51-7c3e-9d53-1f2f6f3f5a10"
                     *     }
                     */
                    "application/json": components["schemas"]["Accepted"];
                };
            };
            /** @description The request body cannot be read */
            400: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Authentication is required */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not found */
            404: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description No Brevo account is connected */
            409: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The request body is too large */
            413: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The content type is not supported */
            415: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The request is not valid */
            422: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "type": "urn:customer-sync:problem:invalid",
                     *       "title": "The request is not valid",
                     *       "status": 422,
                     *       "detail": "options.syncMode: Expected one of \"realtime\"|\"batch\"",
                     *       "errors": [
                     *         {
                     *           "path": "options.syncMode",
                     *           "message": "Expected one of \"realtime\"|\"batch\""
                     *         }
                     *       ]
                     *     }
                     */
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Too many requests */
            429: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Something went wrong */
            500: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    listImports: {
        parameters: {
            query?: {
                /** @description Rows of a page */
                limit?: number;
                /** @description nextCursor of the page before */
                cursor?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description A page of runs */
            200: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "runs": [
                     *         {
                     *           "id": "0198f0c2-6a51-7c3e-9d53-1f2f6f3f5a10",
                     *           "kind": "import",
                     *           "dryRun": false,
                     *           "repair": null,
                     *           "scope": null,
                     *           "source": null,
                     *           "status": "running",
                     *           "phase": "importing",
                     *           "counts": {
                     *             "total": 12000,
                     *             "read": 12000,
                     *             "create": 11000,
                     *             "change": 400,
                     *             "unchanged": 480,
                     *             "skip": 120,
                     *             "blockedByConsent": 900,
                     *             "contactsBefore": 700,
                     *             "contactsAfter": 11700,
                     *             "imported": 8200,
                     *             "single": 40,
                     *             "remaining": 3200
                     *           },
                     *           "report": {
                     *             "perSecond": 900,
                     *             "secondsLeft": 4,
                     *             "skippedBecause": {
                     *               "invalid_email": 120
                     *             }
                     *           },
                     *           "error": null,
                     *           "createdAt": "2026-11-24T10:00:00.000Z",
                     *           "startedAt": "2026-11-24T10:00:00.000Z",
                     *           "endedAt": null
                     *         }
                     *       ],
                     *       "nextCursor": null
                     *     }
                     */
                    "application/json": components["schemas"]["RunPage"];
                };
            };
            /** @description Authentication is required */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The request is not valid */
            422: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "type": "urn:customer-sync:problem:invalid",
                     *       "title": "The request is not valid",
                     *       "status": 422,
                     *       "detail": "options.syncMode: Expected one of \"realtime\"|\"batch\"",
                     *       "errors": [
                     *         {
                     *           "path": "options.syncMode",
                     *           "message": "Expected one of \"realtime\"|\"batch\""
                     *         }
                     *       ]
                     *     }
                     */
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Too many requests */
            429: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Something went wrong */
            500: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    startImport: {
        parameters: {
            query?: never;
            header?: {
                /** @description A text of your own for this request. A repetition within a day gets the same answer (with Idempotent-Replayed: true) and does nothing. */
                "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: {
            content: {
                /**
                 * @example {
                 *       "dryRun": true
                 *     }
                 */
                "application/json": components["schemas"]["RunRequest"];
            };
        };
        responses: {
            /** @description Started */
            202: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "id": "0198f0c2-6a51-7c3e-9d53-1f2f6f3f5a10"
                     *     }
                     */
                    "application/json": components["schemas"]["Started"];
                };
            };
            /** @description The request body cannot be read */
            400: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Authentication is required */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description No Brevo account is connected */
            409: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The request body is too large */
            413: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The content type is not supported */
            415: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The request is not valid */
            422: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "type": "urn:customer-sync:problem:invalid",
                     *       "title": "The request is not valid",
                     *       "status": 422,
                     *       "detail": "options.syncMode: Expected one of \"realtime\"|\"batch\"",
                     *       "errors": [
                     *         {
                     *           "path": "options.syncMode",
                     *           "message": "Expected one of \"realtime\"|\"batch\""
                     *         }
                     *       ]
                     *     }
                     */
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Too many requests */
            429: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Something went wrong */
            500: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getImport: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The import */
            200: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "id": "0198f0c2-6a51-7c3e-9d53-1f2f6f3f5a10",
                     *       "kind": "import",
                     *       "dryRun": false,
                     *       "repair": null,
                     *       "scope": null,
                     *       "source": null,
                     *       "status": "running",
                     *       "phase": "importing",
                     *       "counts": {
                     *         "total": 12000,
                     *         "read": 12000,
                     *         "create": 11000,
                     *         "change": 400,
                     *         "unchanged": 480,
                     *         "skip": 120,
                     *         "blockedByConsent": 900,
                     *         "contactsBefore": 700,
                     *         "contactsAfter": 11700,
                     *         "imported": 8200,
                     *         "single": 40,
                     *         "remaining": 3200
                     *       },
                     *       "report": {
                     *         "perSecond": 900,
                     *         "secondsLeft": 4,
                     *         "skippedBecause": {
                     *           "invalid_email": 120
                     *         }
                     *       },
                     *       "error": null,
                     *       "createdAt": "2026-11-24T10:00:00.000Z",
                     *       "startedAt": "2026-11-24T10:00:00.000Z",
                     *       "endedAt": null
                     *     }
                     */
                    "application/json": components["schemas"]["Run"];
                };
            };
            /** @description Authentication is required */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not found */
            404: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Too many requests */
            429: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Something went wrong */
            500: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    pauseImport: {
        parameters: {
            query?: never;
            header?: {
                /** @description A text of your own for this request. A repetition within a day gets the same answer (with Idempotent-Replayed: true) and does nothing. */
                "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
            };
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The import as it is now */
            200: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "id": "0198f0c2-6a51-7c3e-9d53-1f2f6f3f5a10",
                     *       "kind": "import",
                     *       "dryRun": false,
                     *       "repair": null,
                     *       "scope": null,
                     *       "source": null,
                     *       "status": "paused",
                     *       "phase": "importing",
                     *       "counts": {
                     *         "total": 12000,
                     *         "read": 12000,
                     *         "create": 11000,
                     *         "change": 400,
                     *         "unchanged": 480,
                     *         "skip": 120,
                     *         "blockedByConsent": 900,
                     *         "contactsBefore": 700,
                     *         "contactsAfter": 11700,
                     *         "imported": 8200,
                     *         "single": 40,
                     *         "remaining": 3200
                     *       },
                     *       "report": {
                     *         "perSecond": 900,
                     *         "secondsLeft": 4,
                     *         "skippedBecause": {
                     *           "invalid_email": 120
                     *         }
                     *       },
                     *       "error": null,
                     *       "createdAt": "2026-11-24T10:00:00.000Z",
                     *       "startedAt": "2026-11-24T10:00:00.000Z",
                     *       "endedAt": null
                     *     }
                     */
                    "application/json": components["schemas"]["Run"];
                };
            };
            /** @description The idempotency key cannot be used */
            400: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Authentication is required */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not found */
            404: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description This cannot be done now */
            409: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The idempotency key was used for another request */
            422: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "type": "urn:customer-sync:problem:invalid",
                     *       "title": "The request is not valid",
                     *       "status": 422,
                     *       "detail": "options.syncMode: Expected one of \"realtime\"|\"batch\"",
                     *       "errors": [
                     *         {
                     *           "path": "options.syncMode",
                     *           "message": "Expected one of \"realtime\"|\"batch\""
                     *         }
                     *       ]
                     *     }
                     */
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Too many requests */
            429: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Something went wrong */
            500: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    resumeImport: {
        parameters: {
            query?: never;
            header?: {
                /** @description A text of your own for this request. A repetition within a day gets the same answer (with Idempotent-Replayed: true) and does nothing. */
                "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
            };
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The import as it is now */
            200: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "id": "0198f0c2-6a51-7c3e-9d53-1f2f6f3f5a10",
                     *       "kind": "import",
                     *       "dryRun": false,
                     *       "repair": null,
                     *       "scope": null,
                     *       "source": null,
                     *       "status": "running",
                     *       "phase": "importing",
                     *       "counts": {
                     *         "total": 12000,
                     *         "read": 12000,
                     *         "create": 11000,
                     *         "change": 400,
                     *         "unchanged": 480,
                     *         "skip": 120,
                     *         "blockedByConsent": 900,
                     *         "contactsBefore": 700,
                     *         "contactsAfter": 11700,
                     *         "imported": 8200,
                     *         "single": 40,
                     *         "remaining": 3200
                     *       },
                     *       "report": {
                     *         "perSecond": 900,
                     *         "secondsLeft": 4,
                     *         "skippedBecause": {
                     *           "invalid_email": 120
                     *         }
                     *       },
                     *       "error": null,
                     *       "createdAt": "2026-11-24T10:00:00.000Z",
                     *       "startedAt": "2026-11-24T10:00:00.000Z",
                     *       "endedAt": null
                     *     }
                     */
                    "application/json": components["schemas"]["Run"];
                };
            };
            /** @description The idempotency key cannot be used */
            400: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Authentication is required */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not found */
            404: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description This cannot be done now */
            409: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The idempotency key was used for another request */
            422: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "type": "urn:customer-sync:problem:invalid",
                     *       "title": "The request is not valid",
                     *       "status": 422,
                     *       "detail": "options.syncMode: Expected one of \"realtime\"|\"batch\"",
                     *       "errors": [
                     *         {
                     *           "path": "options.syncMode",
                     *           "message": "Expected one of \"realtime\"|\"batch\""
                     *         }
                     *       ]
                     *     }
                     */
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Too many requests */
            429: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Something went wrong */
            500: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    cancelImport: {
        parameters: {
            query?: never;
            header?: {
                /** @description A text of your own for this request. A repetition within a day gets the same answer (with Idempotent-Replayed: true) and does nothing. */
                "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
            };
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The import as it is now */
            200: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "id": "0198f0c2-6a51-7c3e-9d53-1f2f6f3f5a10",
                     *       "kind": "import",
                     *       "dryRun": false,
                     *       "repair": null,
                     *       "scope": null,
                     *       "source": null,
                     *       "status": "cancelled",
                     *       "phase": "importing",
                     *       "counts": {
                     *         "total": 12000,
                     *         "read": 12000,
                     *         "create": 11000,
                     *         "change": 400,
                     *         "unchanged": 480,
                     *         "skip": 120,
                     *         "blockedByConsent": 900,
                     *         "contactsBefore": 700,
                     *         "contactsAfter": 11700,
                     *         "imported": 8200,
                     *         "single": 40,
                     *         "remaining": 3200
                     *       },
                     *       "report": {
                     *         "perSecond": 900,
                     *         "secondsLeft": 4,
                     *         "skippedBecause": {
                     *           "invalid_email": 120
                     *         }
                     *       },
                     *       "error": null,
                     *       "createdAt": "2026-11-24T10:00:00.000Z",
                     *       "startedAt": "2026-11-24T10:00:00.000Z",
                     *       "endedAt": null
                     *     }
                     */
                    "application/json": components["schemas"]["Run"];
                };
            };
            /** @description The idempotency key cannot be used */
            400: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Authentication is required */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not found */
            404: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description This cannot be done now */
            409: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The idempotency key was used for another request */
            422: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "type": "urn:customer-sync:problem:invalid",
                     *       "title": "The request is not valid",
                     *       "status": 422,
                     *       "detail": "options.syncMode: Expected one of \"realtime\"|\"batch\"",
                     *       "errors": [
                     *         {
                     *           "path": "options.syncMode",
                     *           "message": "Expected one of \"realtime\"|\"batch\""
                     *         }
                     *       ]
                     *     }
                     */
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Too many requests */
            429: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Something went wrong */
            500: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    listReconciliations: {
        parameters: {
            query?: {
                /** @description Rows of a page */
                limit?: number;
                /** @description nextCursor of the page before */
                cursor?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description A page of runs */
            200: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "runs": [
                     *         {
                     *           "id": "0198f0c2-6a51-7c3e-9d53-1f2f6f3f5a10",
                     *           "kind": "import",
                     *           "dryRun": false,
                     *           "repair": null,
                     *           "scope": null,
                     *           "source": null,
                     *           "status": "running",
                     *           "phase": "importing",
                     *           "counts": {
                     *             "total": 12000,
                     *             "read": 12000,
                     *             "create": 11000,
                     *             "change": 400,
                     *             "unchanged": 480,
                     *             "skip": 120,
                     *             "blockedByConsent": 900,
                     *             "contactsBefore": 700,
                     *             "contactsAfter": 11700,
                     *             "imported": 8200,
                     *             "single": 40,
                     *             "remaining": 3200
                     *           },
                     *           "report": {
                     *             "perSecond": 900,
                     *             "secondsLeft": 4,
                     *             "skippedBecause": {
                     *               "invalid_email": 120
                     *             }
                     *           },
                     *           "error": null,
                     *           "createdAt": "2026-11-24T10:00:00.000Z",
                     *           "startedAt": "2026-11-24T10:00:00.000Z",
                     *           "endedAt": null
                     *         }
                     *       ],
                     *       "nextCursor": null
                     *     }
                     */
                    "application/json": components["schemas"]["RunPage"];
                };
            };
            /** @description Authentication is required */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The request is not valid */
            422: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "type": "urn:customer-sync:problem:invalid",
                     *       "title": "The request is not valid",
                     *       "status": 422,
                     *       "detail": "options.syncMode: Expected one of \"realtime\"|\"batch\"",
                     *       "errors": [
                     *         {
                     *           "path": "options.syncMode",
                     *           "message": "Expected one of \"realtime\"|\"batch\""
                     *         }
                     *       ]
                     *     }
                     */
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Too many requests */
            429: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Something went wrong */
            500: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    startReconciliation: {
        parameters: {
            query?: never;
            header?: {
                /** @description A text of your own for this request. A repetition within a day gets the same answer (with Idempotent-Replayed: true) and does nothing. */
                "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: {
            content: {
                /**
                 * @example {
                 *       "repair": [
                 *         "missing_in_brevo",
                 *         "attribute_differs",
                 *         "consent_differs"
                 *       ]
                 *     }
                 */
                "application/json": components["schemas"]["ReconciliationRequest"];
            };
        };
        responses: {
            /** @description Started */
            202: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "id": "0198f0c2-6a51-7c3e-9d53-1f2f6f3f5a10"
                     *     }
                     */
                    "application/json": components["schemas"]["Started"];
                };
            };
            /** @description The request body cannot be read */
            400: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Authentication is required */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description No Brevo account is connected */
            409: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The request body is too large */
            413: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The content type is not supported */
            415: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The request is not valid */
            422: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "type": "urn:customer-sync:problem:invalid",
                     *       "title": "The request is not valid",
                     *       "status": 422,
                     *       "detail": "options.syncMode: Expected one of \"realtime\"|\"batch\"",
                     *       "errors": [
                     *         {
                     *           "path": "options.syncMode",
                     *           "message": "Expected one of \"realtime\"|\"batch\""
                     *         }
                     *       ]
                     *     }
                     */
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Too many requests */
            429: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Something went wrong */
            500: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getReconciliation: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The reconciliation */
            200: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "id": "0198f0c2-6a51-7c3e-9d53-1f2f6f3f5a10",
                     *       "kind": "reconciliation",
                     *       "dryRun": false,
                     *       "repair": null,
                     *       "scope": null,
                     *       "source": null,
                     *       "status": "running",
                     *       "phase": "importing",
                     *       "counts": {
                     *         "total": 12000,
                     *         "read": 12000,
                     *         "create": 11000,
                     *         "change": 400,
                     *         "unchanged": 480,
                     *         "skip": 120,
                     *         "blockedByConsent": 900,
                     *         "contactsBefore": 700,
                     *         "contactsAfter": 11700,
                     *         "imported": 8200,
                     *         "single": 40,
                     *         "remaining": 3200
                     *       },
                     *       "report": {
                     *         "perSecond": 900,
                     *         "secondsLeft": 4,
                     *         "skippedBecause": {
                     *           "invalid_email": 120
                     *         }
                     *       },
                     *       "error": null,
                     *       "createdAt": "2026-11-24T10:00:00.000Z",
                     *       "startedAt": "2026-11-24T10:00:00.000Z",
                     *       "endedAt": null
                     *     }
                     */
                    "application/json": components["schemas"]["Run"];
                };
            };
            /** @description Authentication is required */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not found */
            404: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Too many requests */
            429: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Something went wrong */
            500: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getDifferences: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description A line for each field that differs */
            200: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example customer,contact,difference,field,in_store,in_brevo,repaired
                     *     7301123456789,,attribute_differs,FIRSTNAME,Ada,A.,yes
                     */
                    "text/csv": string;
                };
            };
            /** @description Authentication is required */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not found */
            404: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Too many requests */
            429: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Something went wrong */
            500: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    pauseReconciliation: {
        parameters: {
            query?: never;
            header?: {
                /** @description A text of your own for this request. A repetition within a day gets the same answer (with Idempotent-Replayed: true) and does nothing. */
                "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
            };
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The reconciliation as it is now */
            200: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "id": "0198f0c2-6a51-7c3e-9d53-1f2f6f3f5a10",
                     *       "kind": "reconciliation",
                     *       "dryRun": false,
                     *       "repair": null,
                     *       "scope": null,
                     *       "source": null,
                     *       "status": "paused",
                     *       "phase": "importing",
                     *       "counts": {
                     *         "total": 12000,
                     *         "read": 12000,
                     *         "create": 11000,
                     *         "change": 400,
                     *         "unchanged": 480,
                     *         "skip": 120,
                     *         "blockedByConsent": 900,
                     *         "contactsBefore": 700,
                     *         "contactsAfter": 11700,
                     *         "imported": 8200,
                     *         "single": 40,
                     *         "remaining": 3200
                     *       },
                     *       "report": {
                     *         "perSecond": 900,
                     *         "secondsLeft": 4,
                     *         "skippedBecause": {
                     *           "invalid_email": 120
                     *         }
                     *       },
                     *       "error": null,
                     *       "createdAt": "2026-11-24T10:00:00.000Z",
                     *       "startedAt": "2026-11-24T10:00:00.000Z",
                     *       "endedAt": null
                     *     }
                     */
                    "application/json": components["schemas"]["Run"];
                };
            };
            /** @description The idempotency key cannot be used */
            400: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Authentication is required */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not found */
            404: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description This cannot be done now */
            409: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The idempotency key was used for another request */
            422: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "type": "urn:customer-sync:problem:invalid",
                     *       "title": "The request is not valid",
                     *       "status": 422,
                     *       "detail": "options.syncMode: Expected one of \"realtime\"|\"batch\"",
                     *       "errors": [
                     *         {
                     *           "path": "options.syncMode",
                     *           "message": "Expected one of \"realtime\"|\"batch\""
                     *         }
                     *       ]
                     *     }
                     */
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Too many requests */
            429: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Something went wrong */
            500: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    resumeReconciliation: {
        parameters: {
            query?: never;
            header?: {
                /** @description A text of your own for this request. A repetition within a day gets the same answer (with Idempotent-Replayed: true) and does nothing. */
                "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
            };
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The reconciliation as it is now */
            200: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "id": "0198f0c2-6a51-7c3e-9d53-1f2f6f3f5a10",
                     *       "kind": "reconciliation",
                     *       "dryRun": false,
                     *       "repair": null,
                     *       "scope": null,
                     *       "source": null,
                     *       "status": "running",
                     *       "phase": "importing",
                     *       "counts": {
                     *         "total": 12000,
                     *         "read": 12000,
                     *         "create": 11000,
                     *         "change": 400,
                     *         "unchanged": 480,
                     *         "skip": 120,
                     *         "blockedByConsent": 900,
                     *         "contactsBefore": 700,
                     *         "contactsAfter": 11700,
                     *         "imported": 8200,
                     *         "single": 40,
                     *         "remaining": 3200
                     *       },
                     *       "report": {
                     *         "perSecond": 900,
                     *         "secondsLeft": 4,
                     *         "skippedBecause": {
                     *           "invalid_email": 120
                     *         }
                     *       },
                     *       "error": null,
                     *       "createdAt": "2026-11-24T10:00:00.000Z",
                     *       "startedAt": "2026-11-24T10:00:00.000Z",
                     *       "endedAt": null
                     *     }
                     */
                    "application/json": components["schemas"]["Run"];
                };
            };
            /** @description The idempotency key cannot be used */
            400: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Authentication is required */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not found */
            404: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description This cannot be done now */
            409: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The idempotency key was used for another request */
            422: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "type": "urn:customer-sync:problem:invalid",
                     *       "title": "The request is not valid",
                     *       "status": 422,
                     *       "detail": "options.syncMode: Expected one of \"realtime\"|\"batch\"",
                     *       "errors": [
                     *         {
                     *           "path": "options.syncMode",
                     *           "message": "Expected one of \"realtime\"|\"batch\""
                     *         }
                     *       ]
                     *     }
                     */
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Too many requests */
            429: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Something went wrong */
            500: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    cancelReconciliation: {
        parameters: {
            query?: never;
            header?: {
                /** @description A text of your own for this request. A repetition within a day gets the same answer (with Idempotent-Replayed: true) and does nothing. */
                "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
            };
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The reconciliation as it is now */
            200: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "id": "0198f0c2-6a51-7c3e-9d53-1f2f6f3f5a10",
                     *       "kind": "reconciliation",
                     *       "dryRun": false,
                     *       "repair": null,
                     *       "scope": null,
                     *       "source": null,
                     *       "status": "cancelled",
                     *       "phase": "importing",
                     *       "counts": {
                     *         "total": 12000,
                     *         "read": 12000,
                     *         "create": 11000,
                     *         "change": 400,
                     *         "unchanged": 480,
                     *         "skip": 120,
                     *         "blockedByConsent": 900,
                     *         "contactsBefore": 700,
                     *         "contactsAfter": 11700,
                     *         "imported": 8200,
                     *         "single": 40,
                     *         "remaining": 3200
                     *       },
                     *       "report": {
                     *         "perSecond": 900,
                     *         "secondsLeft": 4,
                     *         "skippedBecause": {
                     *           "invalid_email": 120
                     *         }
                     *       },
                     *       "error": null,
                     *       "createdAt": "2026-11-24T10:00:00.000Z",
                     *       "startedAt": "2026-11-24T10:00:00.000Z",
                     *       "endedAt": null
                     *     }
                     */
                    "application/json": components["schemas"]["Run"];
                };
            };
            /** @description The idempotency key cannot be used */
            400: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Authentication is required */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not found */
            404: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description This cannot be done now */
            409: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The idempotency key was used for another request */
            422: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "type": "urn:customer-sync:problem:invalid",
                     *       "title": "The request is not valid",
                     *       "status": 422,
                     *       "detail": "options.syncMode: Expected one of \"realtime\"|\"batch\"",
                     *       "errors": [
                     *         {
                     *           "path": "options.syncMode",
                     *           "message": "Expected one of \"realtime\"|\"batch\""
                     *         }
                     *       ]
                     *     }
                     */
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Too many requests */
            429: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Something went wrong */
            500: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getNotifications: {
        parameters: {
            query?: {
                /** @description Rows of a page */
                limit?: number;
                /** @description nextCursor of the page before */
                cursor?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description A page of messages */
            200: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "notifications": [
                     *         {
                     *           "id": "0198f0c2-6a51-7c3e-9d53-1f2f6f3f5a10",
                     *           "event": "sync_completed",
                     *           "createdAt": "2026-11-24T10:00:03.000Z",
                     *           "status": "delivered",
                     *           "attempts": 1,
                     *           "lastAt": "2026-11-24T10:00:03.100Z",
                     *           "nextAt": null,
                     *           "httpStatus": 204,
                     *           "durationMs": 84,
                     *           "error": null,
                     *           "data": {
                     *             "from": "2026-11-24T10:00:02.120Z",
                     *             "to": "2026-11-24T10:00:03.000Z",
                     *             "count": 1,
                     *             "outcomes": {
                     *               "succeeded": 1
                     *             },
                     *             "syncs": [
                     *               {
                     *                 "at": "2026-11-24T10:00:02.120Z",
                     *                 "source": "shopify",
                     *                 "customer": "7301123456789",
                     *                 "event": "customer_updated",
                     *                 "action": "update",
                     *                 "outcome": "succeeded",
                     *                 "attempt": 1,
                     *                 "latencyMs": 820,
                     *                 "code": null,
                     *                 "message": null
                     *               }
                     *             ]
                     *           }
                     *         }
                     *       ],
                     *       "nextCursor": null
                     *     }
                     */
                    "application/json": components["schemas"]["NotificationPage"];
                };
            };
            /** @description Authentication is required */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The request is not valid */
            422: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "type": "urn:customer-sync:problem:invalid",
                     *       "title": "The request is not valid",
                     *       "status": 422,
                     *       "detail": "options.syncMode: Expected one of \"realtime\"|\"batch\"",
                     *       "errors": [
                     *         {
                     *           "path": "options.syncMode",
                     *           "message": "Expected one of \"realtime\"|\"batch\""
                     *         }
                     *       ]
                     *     }
                     */
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Too many requests */
            429: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Something went wrong */
            500: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    sendTestNotification: {
        parameters: {
            query?: never;
            header?: {
                /** @description A text of your own for this request. A repetition within a day gets the same answer (with Idempotent-Replayed: true) and does nothing. */
                "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description How it went */
            200: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "id": "0198f0c2-6a51-7c3e-9d53-1f2f6f3f5a10",
                     *       "event": "test",
                     *       "createdAt": "2026-11-24T10:00:03.000Z",
                     *       "status": "delivered",
                     *       "attempts": 1,
                     *       "lastAt": "2026-11-24T10:00:03.100Z",
                     *       "nextAt": null,
                     *       "httpStatus": 204,
                     *       "durationMs": 84,
                     *       "error": null,
                     *       "data": {
                     *         "shop": "example.myshopify.com"
                     *       }
                     *     }
                     */
                    "application/json": components["schemas"]["Notification"];
                };
            };
            /** @description The idempotency key cannot be used */
            400: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Authentication is required */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description This cannot be done now */
            409: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The idempotency key was used for another request */
            422: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "type": "urn:customer-sync:problem:invalid",
                     *       "title": "The request is not valid",
                     *       "status": 422,
                     *       "detail": "options.syncMode: Expected one of \"realtime\"|\"batch\"",
                     *       "errors": [
                     *         {
                     *           "path": "options.syncMode",
                     *           "message": "Expected one of \"realtime\"|\"batch\""
                     *         }
                     *       ]
                     *     }
                     */
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Too many requests */
            429: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Something went wrong */
            500: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    resendNotification: {
        parameters: {
            query?: never;
            header?: {
                /** @description A text of your own for this request. A repetition within a day gets the same answer (with Idempotent-Replayed: true) and does nothing. */
                "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
            };
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description It is in the queue again */
            204: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description The idempotency key cannot be used */
            400: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Authentication is required */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not found */
            404: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The first request with this key has not ended yet */
            409: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The idempotency key was used for another request */
            422: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "type": "urn:customer-sync:problem:invalid",
                     *       "title": "The request is not valid",
                     *       "status": 422,
                     *       "detail": "options.syncMode: Expected one of \"realtime\"|\"batch\"",
                     *       "errors": [
                     *         {
                     *           "path": "options.syncMode",
                     *           "message": "Expected one of \"realtime\"|\"batch\""
                     *         }
                     *       ]
                     *     }
                     */
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Too many requests */
            429: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Something went wrong */
            500: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getNotificationSecret: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The secret */
            200: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "secret": "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw",
                     *       "createdAt": "2026-11-24T10:00:00.000Z",
                     *       "formerValidUntil": null
                     *     }
                     */
                    "application/json": components["schemas"]["NotificationSecret"];
                };
            };
            /** @description Authentication is required */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Too many requests */
            429: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Something went wrong */
            500: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    rotateNotificationSecret: {
        parameters: {
            query?: never;
            header?: {
                /** @description A text of your own for this request. A repetition within a day gets the same answer (with Idempotent-Replayed: true) and does nothing. */
                "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The new secret */
            200: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "secret": "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw",
                     *       "createdAt": "2026-11-24T10:00:00.000Z",
                     *       "formerValidUntil": null
                     *     }
                     */
                    "application/json": components["schemas"]["NotificationSecret"];
                };
            };
            /** @description The idempotency key cannot be used */
            400: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Authentication is required */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The first request with this key has not ended yet */
            409: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The idempotency key was used for another request */
            422: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "type": "urn:customer-sync:problem:invalid",
                     *       "title": "The request is not valid",
                     *       "status": 422,
                     *       "detail": "options.syncMode: Expected one of \"realtime\"|\"batch\"",
                     *       "errors": [
                     *         {
                     *           "path": "options.syncMode",
                     *           "message": "Expected one of \"realtime\"|\"batch\""
                     *         }
                     *       ]
                     *     }
                     */
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Too many requests */
            429: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Something went wrong */
            500: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getSources: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The sources */
            200: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "sources": [
                     *         {
                     *           "source": "custom",
                     *           "url": null,
                     *           "health": "ok",
                     *           "healthMessage": null,
                     *           "connectedAt": "2026-11-24T10:00:00.000Z",
                     *           "checkedAt": "2026-11-24T10:00:00.000Z",
                     *           "receivedAt": null,
                     *           "ingestUrl": "https://app.example.com/ingest/custom/f3Zk0pVYb1Qd8mXo2Lr5Tn7wUa9sCe4h",
                     *           "options": {}
                     *         }
                     *       ]
                     *     }
                     */
                    "application/json": components["schemas"]["Sources"];
                };
            };
            /** @description Authentication is required */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Too many requests */
            429: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Something went wrong */
            500: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getSource: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                source: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The source */
            200: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "source": "custom",
                     *       "url": null,
                     *       "health": "ok",
                     *       "healthMessage": null,
                     *       "connectedAt": "2026-11-24T10:00:00.000Z",
                     *       "checkedAt": "2026-11-24T10:00:00.000Z",
                     *       "receivedAt": null,
                     *       "ingestUrl": "https://app.example.com/ingest/custom/f3Zk0pVYb1Qd8mXo2Lr5Tn7wUa9sCe4h",
                     *       "options": {}
                     *     }
                     */
                    "application/json": components["schemas"]["Source"];
                };
            };
            /** @description Authentication is required */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not found */
            404: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Too many requests */
            429: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Something went wrong */
            500: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    putSource: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                source: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                /** @example {} */
                "application/json": components["schemas"]["SourceRequest"];
            };
        };
        responses: {
            /** @description Connected */
            200: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "source": "custom",
                     *       "url": null,
                     *       "health": "ok",
                     *       "healthMessage": null,
                     *       "connectedAt": "2026-11-24T10:00:00.000Z",
                     *       "checkedAt": "2026-11-24T10:00:00.000Z",
                     *       "receivedAt": null,
                     *       "ingestUrl": "https://app.example.com/ingest/custom/f3Zk0pVYb1Qd8mXo2Lr5Tn7wUa9sCe4h",
                     *       "options": {},
                     *       "secret": "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw",
                     *       "subscribed": true
                     *     }
                     */
                    "application/json": components["schemas"]["ConnectedSource"];
                };
            };
            /** @description The request body cannot be read */
            400: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Authentication is required */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not found */
            404: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The request body is too large */
            413: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The content type is not supported */
            415: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The request is not valid; or: The other shop refused us */
            422: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "type": "urn:customer-sync:problem:invalid",
                     *       "title": "The request is not valid",
                     *       "status": 422,
                     *       "detail": "options.syncMode: Expected one of \"realtime\"|\"batch\"",
                     *       "errors": [
                     *         {
                     *           "path": "options.syncMode",
                     *           "message": "Expected one of \"realtime\"|\"batch\""
                     *         }
                     *       ]
                     *     }
                     */
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Too many requests */
            429: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Something went wrong */
            500: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The other shop could not be asked */
            502: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    deleteSource: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                source: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Forgotten */
            204: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description Authentication is required */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not found */
            404: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Too many requests */
            429: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Something went wrong */
            500: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    checkSource: {
        parameters: {
            query?: never;
            header?: {
                /** @description A text of your own for this request. A repetition within a day gets the same answer (with Idempotent-Replayed: true) and does nothing. */
                "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
            };
            path: {
                source: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description How it went, in `health` */
            200: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "source": "custom",
                     *       "url": null,
                     *       "health": "ok",
                     *       "healthMessage": null,
                     *       "connectedAt": "2026-11-24T10:00:00.000Z",
                     *       "checkedAt": "2026-11-24T10:00:00.000Z",
                     *       "receivedAt": null,
                     *       "ingestUrl": "https://app.example.com/ingest/custom/f3Zk0pVYb1Qd8mXo2Lr5Tn7wUa9sCe4h",
                     *       "options": {}
                     *     }
                     */
                    "application/json": components["schemas"]["Source"];
                };
            };
            /** @description The idempotency key cannot be used */
            400: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Authentication is required */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not found */
            404: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The first request with this key has not ended yet */
            409: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The idempotency key was used for another request */
            422: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "type": "urn:customer-sync:problem:invalid",
                     *       "title": "The request is not valid",
                     *       "status": 422,
                     *       "detail": "options.syncMode: Expected one of \"realtime\"|\"batch\"",
                     *       "errors": [
                     *         {
                     *           "path": "options.syncMode",
                     *           "message": "Expected one of \"realtime\"|\"batch\""
                     *         }
                     *       ]
                     *     }
                     */
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Too many requests */
            429: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Something went wrong */
            500: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    rotateSourceSecret: {
        parameters: {
            query?: never;
            header?: {
                /** @description A text of your own for this request. A repetition within a day gets the same answer (with Idempotent-Replayed: true) and does nothing. */
                "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
            };
            path: {
                source: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The secret, shown once */
            200: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "secret": "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"
                     *     }
                     */
                    "application/json": components["schemas"]["SourceSecret"];
                };
            };
            /** @description The idempotency key cannot be used */
            400: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Authentication is required */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not found */
            404: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The first request with this key has not ended yet */
            409: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The idempotency key was used for another request */
            422: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "type": "urn:customer-sync:problem:invalid",
                     *       "title": "The request is not valid",
                     *       "status": 422,
                     *       "detail": "options.syncMode: Expected one of \"realtime\"|\"batch\"",
                     *       "errors": [
                     *         {
                     *           "path": "options.syncMode",
                     *           "message": "Expected one of \"realtime\"|\"batch\""
                     *         }
                     *       ]
                     *     }
                     */
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Too many requests */
            429: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Something went wrong */
            500: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
}
